"""What questions want and lean on, as the shipped reader has learned it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import read


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("which papers address long-tailed classification", "list"),
        ("Are there any papers on graph rewiring?", "list"),
        ("offline reinforcement learning", "list"),
        ("zero-shot learning papers", "list"),
        ("Quels articles traitent des graphes ?", "list"),
        ("Which of those release code?", "list"),
        ("Who studies neural collapse?", "list"),
        ("How many dilemmas does the benchmark contain?", "fact"),
        ("Which model has the best score?", "fact"),
        ("Does it release code?", "fact"),
        ("How do the two toolkits differ?", "compare"),
        ("Compare the two methods for tabular data", "compare"),
        ("Give me an overview of unlearning", "overview"),
        ("Summarise work on calibration", "overview"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: str) -> None:
    assert read(question).kind == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("hello", "talk"),
        ("thanks!", "talk"),
        ("what can you do", "talk"),
        ("what are the main themes", "collection"),
        ("summarise the CLASH paper", "lookup"),
        ("Who wrote NVLM?", "metadata"),
        ("most cited papers", "metadata"),
        ("which papers address few-shot learning", None),
        ("how many dilemmas does CLASH contain", None),
    ],
)
def test_what_no_judge_answers_is_told_apart(question: str, kind: str | None) -> None:
    assert read(question).direct == kind


@pytest.mark.parametrize(
    ("question", "lean"),
    [("which of those release code?", "list"), ("does it release code?", "one"), ("and for images?", "topic")],
)
def test_what_a_follow_up_leans_on(question: str, lean: str) -> None:
    leans = read(question).leans
    assert max(leans, key=leans.__getitem__) == lean


def test_a_new_subject_leans_on_nothing() -> None:
    assert read("Compare the two AstroMLab papers").leans["none"] > 0.9


@pytest.mark.parametrize("question", ["papers NOT about language models", "long-tail learning, no surveys please"])
def test_an_exclusion_is_noticed(question: str) -> None:
    assert read(question).excludes > 0.5


@pytest.mark.parametrize("question", ["papers on learning without forgetting", "non-convex optimization papers"])
def test_a_topic_with_a_no_in_it_is_no_exclusion(question: str) -> None:
    assert read(question).excludes < 0.5


@given(st.text(max_size=60))
def test_the_chances_of_any_text_sum_to_one(text: str) -> None:
    reading = read(text)
    for chances in (reading.wants, reading.leans, reading.about):
        assert sum(chances.values()) == pytest.approx(1, abs=1e-5)
