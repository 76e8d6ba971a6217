"""Merging two rankings."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import fuse, scaled

_SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-1e3, 1e3), max_size=8)


def test_scores_are_stretched_from_0_to_1() -> None:
    assert scaled({"a": 2.0, "b": 4.0, "c": 3.0}) == {"a": 0.0, "b": 1.0, "c": 0.5}


def test_equal_scores_all_become_1() -> None:
    assert scaled({"a": 2.0, "b": 2.0}) == {"a": 1.0, "b": 1.0}


def test_a_paper_that_both_rankings_hold_high_comes_first() -> None:
    fused = fuse({"a": 9.0, "b": 8.0, "c": 0.0}, {"b": 0.9, "c": 0.8, "d": 0.1}, weight=0.5)
    assert list(fused) == ["b", "a", "c", "d"]


@given(_SCORES, _SCORES, st.floats(0, 1))
def test_fusing_keeps_every_paper_once_with_a_score_from_0_to_1_in_falling_order(
    words: dict[str, float], cosines: dict[str, float], weight: float
) -> None:
    fused = fuse(words, cosines, weight=weight)
    assert fused.keys() == words.keys() | cosines.keys()
    assert list(fused.values()) == sorted(fused.values(), reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in fused.values())
