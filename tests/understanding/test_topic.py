"""The topic of a request for papers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.topic import NONE, names_topic, span_scores, topic_in, topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("which papers address long-tailed classification", "long-tailed classification"),
        ("Which papers are about detecting unusual inputs?", "detecting unusual inputs"),
        ("zero-shot or few-shot learning papers", "zero-shot or few-shot learning"),
        ("show me recent work on graphs", "graphs"),
        ("2 papers about agents pls", "agents"),
        ("one paper on continual learning, the best fit", "continual learning"),
        ("leave surveys aside: what is there on agents", "agents"),
        ("has anybody tried diffusion for text", "diffusion for text"),
        ("papers", "papers"),
    ],
)
def test_the_topic_is_cut_out_of_a_request(question: str, topic: str) -> None:
    assert topic_of(question) == topic


@given(st.text(max_size=80))
def test_any_text_has_a_topic(text: str) -> None:
    assert topic_of(text) or not text


def test_what_stands_behind_the_words_that_are_looked_at_is_kept() -> None:
    assert topic_of("papers on owls " + "and " * 70 + "hares").endswith("hares")


def test_the_stretch_with_the_highest_score_is_the_topic() -> None:
    weights = {"inside: owls": 3.0, "inside: of": 1.0, "inside: the": -5.0}
    assert topic_in("the owls of owls the owls", weights) == "owls of owls"


def test_no_stretch_is_the_topic_where_none_scores_higher_than_having_none() -> None:
    assert topic_in("the owls", {"inside: owls": 1.0, NONE: 2.0}) == ""


def test_the_scores_of_all_stretches_of_three_words() -> None:
    scores = span_scores(np.array([1.0, 2.0, 4.0]), np.array([10.0, 20.0, 40.0]), np.array([100.0, 200.0, 400.0]))
    inf = np.inf
    assert scores.tolist() == [[111, 213, 417], [-inf, 222, 426], [-inf, -inf, 444]]


@pytest.mark.parametrize(
    "question", ["How many papers are there?", "What papers came out?", "which of those", "papers"]
)
def test_a_question_without_a_topic(question: str) -> None:
    assert not names_topic(question)
    assert names_topic(f"{question} about owls")
