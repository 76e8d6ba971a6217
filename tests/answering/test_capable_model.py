"""Whole answers over a capable model: what it finds reaches the reader. `graded.json` says what it finds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.build import build_index, open_assistant
from assistant.settings import Settings
from assistant.types import Answer, Filters, Judged, Token
from tests.servers.graded import Graded
from tests.servers.scripted import ScriptedServer

FILE = Path(__file__).parent / "graded.json"
_BESIDE = 30  # papers about other things
CONTINUAL = {
    "Replay Without Regret",
    "Frozen Trunks for Continual Learning",
    "Prompts That Remember",
    "Elastic Penalties Revisited",
    "Sleep Phases in Continual Learning",
    "Is Forgetting a Problem? A Survey",
}


class Asked(NamedTuple):
    answer: Answer
    model: Graded


Ask = Callable[..., Asked]


@pytest.fixture(scope="session")
def graded_index(
    made_once: Callable[[str, Callable[[Path], object]], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    papers = json.loads(FILE.read_text(encoding="utf-8"))["papers"]
    others = [
        {"title": f"Garden Notes {n}", "abstract": f"Garden bed {n} holds {n + 2} plants. They are watered at dawn."}
        for n in range(_BESIDE)
    ]
    file = tmp_path_factory.mktemp("graded") / "papers.jsonl"
    lines = [json.dumps({"id": f"g{n}", **paper}) for n, paper in enumerate([*papers, *others])]
    file.write_text("\n".join(lines), encoding="utf-8")
    return made_once("graded", lambda path: build_index([file], Settings(index=path), progress=lambda _: None))


@pytest.fixture
def ask(graded_index: Path) -> Iterator[Ask]:
    model = Graded(FILE)
    with ScriptedServer(answers=model) as server:

        def ask(question: str, filters: Filters | None = None) -> Asked:
            settings = Settings(index=graded_index, chat_model="m", base_url=server.base_url)
            return Asked(open_assistant(settings).ask(question, filters=filters), model)

        yield ask


def _titles(answer: Answer) -> set[str]:
    return {verdict.paper.title for verdict in answer.verdicts}


def test_a_question_for_work_on_a_topic_is_the_list_that_the_model_plans(ask: Ask) -> None:
    answer, model = ask("What work is there on continual learning?")
    assert (answer.plan.kind, answer.plan.queries) == ("list", ("continual learning", "catastrophic forgetting"))
    assert _titles(answer) == CONTINUAL
    assert [v.paper.title for v in answer.near] == ["Scores for Strange Inputs"]
    assert answer.completeness and answer.completeness.found == len(CONTINUAL)
    assert model.count("plan") == 1


@pytest.mark.parametrize(
    "question", ["What work is there on continual learning?", "What helps against forgetting in continual learning?"]
)
def test_law_no_paper_that_was_graded_relevant_is_hidden(question: str, ask: Ask) -> None:
    answer, _ = ask(question)
    assert _titles(answer) == CONTINUAL
    assert {c.quote.paper.title for c in answer.citations} == CONTINUAL
    assert all(title in answer.text or title == "Replay Without Regret" for title in CONTINUAL)


def test_a_fact_with_many_papers_counts_those_that_follow_and_says_how_complete_it_is(ask: Ask) -> None:
    answer, _ = ask("What helps against forgetting in continual learning?")
    assert answer.text.startswith(
        "Stored samples that are chosen by their gradient are replayed [1].\n\nAlso relevant (5):\n• "
    )
    assert answer.completeness and answer.completeness.found == len(CONTINUAL)
    assert [v.paper.title for v in answer.near] == ["Scores for Strange Inputs"]


def test_a_list_without_papers_names_the_nearest_by_what_they_lack(ask: Ask) -> None:
    answer, _ = ask("Which papers remove noise from speech?")
    assert answer.outcome == "not_stated"
    first, heading, nearest, *others = answer.text.splitlines()
    assert (first, heading) == ("None of the papers does this.", "The nearest:")
    assert nearest == (
        "• Clean Photos from Noise — It cleans photographs, not speech: "
        "“We remove noise from photographs with a single pass of a small network.” [1]"
    )
    assert len(others) == 2


def test_a_false_premise_comes_first_and_its_quote_once(ask: Ask) -> None:
    answer, _ = ask("How many hours of speech was OWLNET trained on?")
    premise, silent = answer.text.splitlines()
    assert premise.startswith("The question assumes that OWLNET was trained on speech, but ")
    assert premise.endswith(" [1].")
    assert silent == "The abstracts do not state this."
    assert answer.citations[0].quote.text not in answer.text


def test_a_refusal_is_in_the_language_of_the_question(ask: Ask) -> None:
    answer, model = ask("Welche Arbeiten entfernen Rauschen aus der Sprache?")
    assert answer.text.startswith("Keine der Arbeiten tut das.\nAm nächsten kommen:\n• Clean Photos from Noise")
    assert answer.plan.queries == ("noise removal in speech",)
    assert "one sentence in German" in model.systems["premise"]


def test_an_answer_is_in_the_language_of_the_question_and_searched_in_that_of_the_papers(ask: Ask) -> None:
    answer, model = ask("Auf wie vielen Bildern wurde OWLNET für die Nacht trainiert und wie weit sieht es?")
    assert (answer.plan.language, answer.plan.queries) == ("German", ("OWLNET training images",))
    assert answer.text == "OWLNET wurde auf 1,2 Millionen Infrarotbildern trainiert [1]."
    assert "- Write in German." in model.systems["write"]


def test_a_refusal_ends_with_the_batch_that_held_what_is_near(ask: Ask) -> None:
    answer, model = ask("How many hours of speech was OWLNET trained on?")
    assert model.count("judge") == 1
    assert not any("missing" in note for note in answer.notes)


def test_papers_can_be_read_as_they_are_judged_before_anything_is_written(graded_index: Path) -> None:
    with ScriptedServer(answers=Graded(FILE)) as server:
        settings = Settings(index=graded_index, chat_model="m", base_url=server.base_url)
        events = [*open_assistant(settings).stream("What work is there on continual learning?")]
    found = [verdict for event in events if isinstance(event, Judged) for verdict in event.found]
    assert {verdict.paper.title for verdict in found} == CONTINUAL
    assert all(verdict.quotes for verdict in found)
    first = next(place for place, event in enumerate(events) if isinstance(event, Judged) and event.found)
    assert first < next(place for place, event in enumerate(events) if isinstance(event, Token))


def test_a_list_within_a_scope_is_counted_within_it(ask: Ask) -> None:
    every, _ = ask("What work is there on continual learning?")
    assert every.completeness and every.completeness.corpus == 40
    two = tuple(verdict.paper.id for verdict in every.verdicts[:2])
    answer, _ = ask("What work is there on continual learning?", Filters(papers=two))
    assert answer.completeness
    assert (answer.completeness.judged, answer.completeness.corpus) == (2, 2)


def test_the_writer_of_a_list_is_given_all_checked_quotes_and_the_reasons_as_claims(ask: Ask) -> None:
    _, model = ask("What work is there on continual learning?")
    (sent,) = [user for step, user in model.asked if step == "write"]
    assert "Replay Without Regret: “We replay stored samples that are chosen by their gradient.”" in sent
    assert "Replay Without Regret: “On five benchmarks forgetting falls by 41%.”" in sent
    assert "\nClaim on Replay Without Regret: Replay against forgetting." in sent
    assert "A claim has no number and cannot be cited." in model.systems["write"]


def test_a_quote_beside_the_best_can_be_cited(ask: Ask) -> None:
    answer, _ = ask("What are the main approaches to continual learning?")
    assert "Adapters are merged when two tasks are alike." in {citation.quote.text for citation in answer.citations}


def test_a_topic_sentence_that_cites_is_looked_at_again_and_one_that_does_not_is_left_out_unrepaired(ask: Ask) -> None:
    answer, model = ask("What are the main approaches to continual learning?")
    assert answer.text.startswith("Old tasks are kept by stored samples or by new parts [1][2].\n- Frozen Trunks")
    (looked,) = [user for step, user in model.asked if step == "check"]
    assert "Old tasks are kept" in looked
    assert "Frozen Trunks for Continual Learning: the trunk" not in looked
    assert "Sleep Phases" not in looked
    assert model.count("repair") == 0
