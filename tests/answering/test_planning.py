"""Plans, and follow-ups read against the answer before them."""

import pytest

from assistant.answering import QUESTION_LIMIT
from assistant.answering.planning import make_plan
from assistant.errors import UsageError
from assistant.types import Filters, Plan
from tests.making import MICE, OWLS, WHALES, answer, verdict

_BEFORE = answer(verdict(WHALES, "We count whales by ear."), verdict(OWLS, "Owls hunt at night."))


def test_a_list_question_is_searched_by_its_topic() -> None:
    plan = make_plan("  Which papers address\n few-shot learning? ")
    assert plan == Plan("Which papers address few-shot learning?", "list", ("few-shot learning",))


def test_a_fact_question_is_searched_as_it_stands() -> None:
    assert make_plan("How many owls are there?").queries == ("How many owls are there?",)


def test_which_of_those_narrows_the_search_to_the_papers_before() -> None:
    assert make_plan("Which of those release code?", [_BEFORE]).filters == Filters(papers=("w", "o"))


def test_the_second_one_is_the_second_paper_before() -> None:
    assert make_plan("How does the second one work?", [_BEFORE]).filters == Filters(papers=("o",))


def test_a_place_beyond_the_list_does_not_narrow() -> None:
    assert make_plan("Is the fifth wave of graphs new?", [_BEFORE]).filters == Filters()


def test_a_bare_pronoun_carries_the_topic_along() -> None:
    plan = make_plan("How big is it?", [_BEFORE])
    assert plan.question == "How big is it (count animals)"
    assert plan.queries == ("How big is it? count animals",)


def test_a_question_that_stands_alone_is_left_alone() -> None:
    assert make_plan("Which papers use graphs?", [_BEFORE]) == make_plan("Which papers use graphs?")


def test_after_an_empty_answer_there_is_nothing_to_lean_on() -> None:
    nothing = answer(question="Which papers bake bread?", outcome="not_covered")
    assert make_plan("How big is it?", [nothing]) == make_plan("How big is it?")


def test_the_filters_of_the_caller_stay() -> None:
    plan = make_plan("Which of those are new?", [_BEFORE], Filters(since="2025-01-01"))
    assert plan.filters == Filters(since="2025-01-01", papers=("w", "o"))


@pytest.mark.parametrize("question", ["", "  \n", "a\0b", "half \ud83d", "x" * (QUESTION_LIMIT + 1)])
def test_an_unusable_question_is_an_error_with_the_next_step(question: str) -> None:
    with pytest.raises(UsageError) as raised:
        make_plan(question)
    assert raised.value.hint


def test_the_error_for_a_long_question_names_the_limit() -> None:
    with pytest.raises(UsageError, match="4,000"):
        make_plan("x" * 4001)


def test_a_paper_that_was_answered_about_can_be_asked_on() -> None:
    assert make_plan("And its size?", [answer(verdict(MICE, "Mice are small animals."))]).queries == (
        "And its size? count animals",
    )
