"""Merging rankings."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import Ranking, fuse, highest, of_highest, stretched

_SCORES = st.dictionaries(st.integers(0, 7), st.floats(0, 1), max_size=8)


def ranking(scores: dict[int, float]) -> Ranking:
    return Ranking(np.array([*scores], np.int64), np.array([*scores.values()], float))


def told(found: Ranking) -> dict[int, float]:
    return dict(zip(found.papers.tolist(), found.scores.tolist(), strict=True))


def test_scores_are_stretched_from_0_to_1() -> None:
    assert told(stretched(ranking({0: 2.0, 1: 4.0, 2: 3.0}))) == {0: 0.0, 1: 1.0, 2: 0.5}


def test_equal_scores_all_become_1() -> None:
    assert told(stretched(ranking({0: 2.0, 1: 2.0}))) == {0: 1.0, 1: 1.0}


def test_shares_of_the_highest_keep_their_zero() -> None:
    assert told(of_highest(ranking({0: 8.0, 1: 2.0}))) == {0: 1.0, 1: 0.25}


def test_without_any_score_there_is_none_to_scale() -> None:
    assert (told(stretched(Ranking())), told(of_highest(Ranking())), told(of_highest(ranking({0: 0.0})))) == ({},) * 3


def test_a_paper_that_both_rankings_hold_high_comes_first() -> None:
    fused = fuse((0.5, ranking({0: 1.0, 1: 0.9, 2: 0.0})), (0.5, ranking({1: 1.0, 2: 0.8, 3: 0.1})))
    assert fused.papers.tolist() == [1, 0, 2, 3]


def test_papers_of_equal_score_stay_in_the_order_in_which_the_rankings_name_them() -> None:
    fused = fuse((0.5, ranking({5: 0.2, 3: 1.0, 7: 0.2})), (0.5, ranking({2: 0.2, 3: 0.0, 0: 0.2})))
    assert fused.papers.tolist() == [3, 5, 7, 2, 0]


@given(_SCORES, _SCORES, st.floats(0, 1))
def test_fusing_keeps_every_paper_once_with_a_score_from_0_to_1_in_falling_order(
    words: dict[int, float], cosines: dict[int, float], weight: float
) -> None:
    fused = fuse((weight, ranking(words)), (1 - weight, ranking(cosines)))
    assert sorted(fused.papers.tolist()) == sorted(words.keys() | cosines.keys())
    assert fused.scores.tolist() == sorted(fused.scores.tolist(), reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in fused.scores)


def test_of_several_rankings_the_highest_score_counts() -> None:
    best = highest([ranking({0: 0.9, 1: 0.2}), ranking({1: 0.5, 2: 1.0}), Ranking()])
    assert (best.papers.tolist(), best.scores.tolist()) == ([2, 0, 1], [1.0, 0.9, 0.5])


def test_by_number_a_paper_that_is_not_held_has_0() -> None:
    assert ranking({2: 0.5, 0: 1.0}).by_number(4).tolist() == [1.0, 0.0, 0.5, 0.0]
