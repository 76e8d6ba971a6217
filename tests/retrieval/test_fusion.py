"""Merging rankings."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import fuse, highest, of_highest, stretched

_SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1), max_size=8)


def test_scores_are_stretched_from_0_to_1() -> None:
    assert stretched({"a": 2.0, "b": 4.0, "c": 3.0}) == {"a": 0.0, "b": 1.0, "c": 0.5}


def test_equal_scores_all_become_1() -> None:
    assert stretched({"a": 2.0, "b": 2.0}) == {"a": 1.0, "b": 1.0}


def test_shares_of_the_highest_keep_their_zero() -> None:
    assert of_highest({"a": 8.0, "b": 2.0}) == {"a": 1.0, "b": 0.25}


def test_without_any_score_there_is_none_to_scale() -> None:
    assert (stretched({}), of_highest({}), of_highest({"a": 0.0})) == ({}, {}, {})


def test_a_paper_that_both_rankings_hold_high_comes_first() -> None:
    fused = fuse((0.5, {"a": 1.0, "b": 0.9, "c": 0.0}), (0.5, {"b": 1.0, "c": 0.8, "d": 0.1}))
    assert list(fused) == ["b", "a", "c", "d"]


@given(_SCORES, _SCORES, st.floats(0, 1))
def test_fusing_keeps_every_paper_once_with_a_score_from_0_to_1_in_falling_order(
    words: dict[str, float], cosines: dict[str, float], weight: float
) -> None:
    fused = fuse((weight, words), (1 - weight, cosines))
    assert fused.keys() == words.keys() | cosines.keys()
    assert list(fused.values()) == sorted(fused.values(), reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in fused.values())


def test_of_several_rankings_the_highest_score_counts() -> None:
    assert list(highest([{"a": 0.9, "b": 0.2}, {"b": 0.5, "c": 1.0}, {}]).items()) == [
        ("c", 1.0),
        ("a", 0.9),
        ("b", 0.5),
    ]
