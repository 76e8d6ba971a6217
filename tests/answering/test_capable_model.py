"""Whole answers over a capable model: what it finds reaches the reader. `graded.json` says what it finds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.build import build_index, open_assistant
from assistant.settings import Settings
from assistant.types import Answer, Filters
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
