"""What the wording of a question says."""

import pytest

from assistant.understanding.literal.wording import asks_for_date, asks_for_number, counts_papers


def test_a_question_for_the_date_of_a_paper() -> None:
    assert [asks_for_date(q) for q in ("When was it published?", "When was the war?", "and when did it appear")] == [
        True, False, True,
    ]  # fmt: skip


def test_questions_that_ask_for_a_number() -> None:
    asking = ["How many classes are there?", "What share of users agreed?", "what average accuracy does it reach"]
    assert [asks_for_number(q) for q in asking] == [True, True, True]
    assert not asks_for_number("Which method is it?")


@pytest.mark.parametrize(
    "question",
    [
        "How many papers mention diffusion?",
        "How many of those use graphs?",
        "How many are there?",
        "In how many papers are owls named?",
    ],
)
def test_papers_are_counted(question: str) -> None:
    assert counts_papers(question)


@pytest.mark.parametrize("question", ["How many dilemmas does the benchmark contain?", "Which papers count owls?"])
def test_other_things_are_not(question: str) -> None:
    assert not counts_papers(question)
