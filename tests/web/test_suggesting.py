"""What is offered to be asked next, and why a paper is listed: both in the papers' own words."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import open_assistant
from assistant.answering import Assistant
from assistant.text.reasons import why
from assistant.types import Paper, PaperId, Plan, Verdict
from assistant.web.ask.shared_topics import Topics
from assistant.web.ask.suggestions import Suggestions
from tests.making import MICE, OWLS, answer, verdict

_BARN = Paper("b", "BARN: Barn Owls Indoors", "We go indoors. BARN contains over 1,200 labelled owls and a mouse.")
_TREE = Paper("t", "TREE: Tawny Owls in Trees", "Barn owls are left out: TREE looks up.")
_OTHER = [Paper(str(i), f"Deep Sea {animal}", "Nothing more.") for i, animal in enumerate(("Eels", "Worms", "Crabs"))]
_CORPUS = [_BARN, _TREE, *_OTHER]


def _anything(question: str, about: Collection[PaperId] = ()) -> bool:
    return True


def test_what_is_offered_is_about_the_answers_papers_first() -> None:
    done = answer(Verdict(_BARN, 3, 0.9), Verdict(_TREE, 2, 0.6), question="Who lives there?")
    assert Suggestions(_CORPUS, _anything).after(done) == (
        "Which papers address barn owls?",
        "How many labelled owls does BARN contain?",
        "Compare BARN and TREE",
    )


def test_a_question_the_engine_would_not_answer_is_not_offered() -> None:
    asked: list[tuple[str, Collection[PaperId]]] = []

    def two_papers_only(question: str, about: Collection[PaperId]) -> bool:
        asked.append((question, about))
        return len(about) == 2

    done = answer(Verdict(_BARN, 3, 0.9), Verdict(_TREE, 2, 0.6), question="Who lives there?")
    assert Suggestions(_CORPUS, two_papers_only).after(done) == ("Compare BARN and TREE",)
    assert asked[:3] == [
        ("Which papers address barn owls?", ()),
        ("How many labelled owls does BARN contain?", ("b",)),
        ("Compare BARN and TREE", ("b", "t")),
    ]


def test_nothing_is_offered_that_was_just_asked() -> None:
    done = answer(Verdict(_BARN, 3, 0.9), question="How many labelled owls does BARN contain?")
    offered = Suggestions(_CORPUS, _anything).after(done)
    assert offered == ("Which papers address deep sea?",)


def test_where_nothing_was_found_the_topics_of_the_corpus_are_offered() -> None:
    done = answer(question="Will it rain?", outcome="not_covered")
    assert Suggestions(_CORPUS, _anything).after(done) == ("Which papers address deep sea?",)
    assert Suggestions([], _anything).after(done) == ()


def test_a_topic_of_a_title_is_one_that_another_paper_speaks_of() -> None:
    assert Topics(_CORPUS).of([_BARN]) == ["barn owls"]
    assert Topics([_BARN, *_OTHER]).of([_BARN]) == []


@pytest.fixture(scope="module")
def sample(sample_index: Path) -> Assistant:
    return open_assistant(str(sample_index))


@pytest.mark.parametrize(
    "question", ["which papers address long-tailed classification", "How many dilemmas does CLASH offer?"]
)
def test_over_the_sample_every_offer_is_answered(sample: Assistant, question: str) -> None:
    offered = Suggestions(sample.some_papers(2_000), sample.answerable).after(sample.ask(question))
    assert [sample.ask(one).outcome for one in offered] == ["answered"] * 3


def test_the_gate_looks_for_the_papers_it_is_asked_about(sample: Assistant) -> None:
    question = "How many dilemmas does CLASH offer?"
    clash = sample.ask(question).verdicts[0].paper.id
    assert sample.answerable(question)
    assert sample.answerable(question, (clash,))
    assert not sample.answerable(question, (clash, "none"))
    assert not sample.answerable("Give me a recipe for sourdough bread.")


def test_a_judges_words_say_why_and_else_the_words_of_the_question_the_paper_uses() -> None:
    plan = Plan("Which papers study hunting owls, or barn owls at night?", "list", ("owls",))
    judged = verdict(OWLS, "Owls hunt at night.")
    assert why(replace(judged, reason="It is about owls."), plan) == "It is about owls."
    assert why(replace(judged, reason="P(relevant) 0.97"), plan) == "says “owls”, “night”"
    assert why(verdict(MICE, "Mice are", score=0.65), plan) == "close in meaning, 65% likely"
    assert why(verdict(_TREE, "Barn owls"), plan) == "says “owls”, “barn owls”"
    assert why(None, plan) == ""
