"""The figures, by values worked out by hand and by laws."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.measures.metrics import (
    average_precision,
    f1,
    interpolated_precision,
    mean,
    ndcg,
    precision,
    precision_recall,
    recall,
)

_names = st.sampled_from("abcdefgh")
_sets = st.frozensets(_names)
_relevant = st.frozensets(_names, min_size=1)
_rankings = st.lists(_names, unique=True)
_gains = st.dictionaries(_names, st.integers(-1, 3)).filter(lambda gains: any(gain > 0 for gain in gains.values()))


def test_precision_recall_and_f1_by_hand() -> None:
    found, relevant = {"a", "b", "x", "y"}, {"a", "b", "c"}

    figures = [precision(found, relevant), recall(found, relevant), f1(found, relevant)]

    assert figures == pytest.approx([2 / 4, 2 / 3, 4 / 7])


def test_nothing_found_scores_zero() -> None:
    assert (precision(set(), {"a"}), recall(set(), {"a"}), f1(set(), {"a"}), average_precision([], {"a"})) == (0,) * 4


def test_average_precision_by_hand() -> None:
    # hits at ranks 1, 3 and 5 of four relevant names: (1/1 + 2/3 + 3/5) / 4
    assert average_precision(["a", "x", "b", "y", "c"], {"a", "b", "c", "d"}) == pytest.approx((1 + 2 / 3 + 3 / 5) / 4)


def test_ndcg_by_hand_has_linear_gain() -> None:
    gains = {"a": 3, "b": 2, "c": 1, "bad": -1}

    value = ndcg(["b", "bad", "a"], gains, k=10)

    assert value == pytest.approx((2 + 3 / math.log2(4)) / (3 + 2 / math.log2(3) + 1 / math.log2(4)))


def test_ndcg_looks_at_k_ranks_only() -> None:
    assert ndcg(["x", "a"], {"a": 1}, k=1) == 0
    assert ndcg(["a", "x"], {"a": 1, "b": 1}, k=1) == 1


@pytest.mark.parametrize(
    "figure",
    [
        lambda: recall({"a"}, set()),
        lambda: f1({"a"}, set()),
        lambda: average_precision(["a"], set()),
        lambda: ndcg(["a"], {"a": 0}),
        lambda: mean([]),
        lambda: precision_recall(["a"], set()),
    ],
)
def test_an_undefined_figure_is_an_error(figure: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"undefined|no values"):
        figure()


@given(_sets, _relevant)
def test_f1_lies_between_precision_and_recall(found: frozenset[str], relevant: frozenset[str]) -> None:
    p, r = precision(found, relevant), recall(found, relevant)

    assert 0 <= min(p, r) <= f1(found, relevant) + 1e-12
    assert f1(found, relevant) <= max(p, r) + 1e-12 <= 1 + 1e-12


@given(_relevant)
def test_finding_exactly_the_relevant_scores_one(relevant: frozenset[str]) -> None:
    assert (precision(relevant, relevant), recall(relevant, relevant), f1(relevant, relevant)) == (1, 1, 1)


@given(_rankings, _relevant)
def test_average_precision_is_one_exactly_where_the_relevant_come_first(
    ranking: list[str], relevant: frozenset[str]
) -> None:
    value = average_precision(ranking, relevant)

    assert 0 <= value <= 1 + 1e-12
    assert (value > 1 - 1e-9) == (set(ranking[: len(relevant)]) == relevant)


@given(_rankings, _relevant)
def test_more_at_the_end_that_is_irrelevant_leaves_average_precision_alone(
    ranking: list[str], relevant: frozenset[str]
) -> None:
    assert average_precision([*ranking, "nothing"], relevant) == average_precision(ranking, relevant)


@given(_rankings, _gains)
def test_ndcg_is_at_most_that_of_the_order_by_gain(ranking: list[str], gains: dict[str, int]) -> None:
    best = sorted(gains, key=gains.__getitem__, reverse=True)

    assert 0 <= ndcg(ranking, gains) <= 1 + 1e-12
    assert ndcg(best, gains) == pytest.approx(1)


@given(_rankings, _gains, st.data())
def test_moving_a_better_name_up_never_lowers_ndcg(
    ranking: list[str], gains: dict[str, int], data: st.DataObject
) -> None:
    places = st.integers(0, max(len(ranking) - 1, 0))
    low, high = sorted((data.draw(places), data.draw(places)))
    swapped = list(ranking)
    if ranking and gains.get(ranking[high], 0) > gains.get(ranking[low], 0):
        swapped[low], swapped[high] = swapped[high], swapped[low]

    assert ndcg(swapped, gains) >= ndcg(ranking, gains) - 1e-12


def test_precision_and_recall_along_a_ranking_by_hand() -> None:
    assert precision_recall(["a", "x", "b"], {"a", "b"}) == [(1 / 2, 1), (1 / 2, 1 / 2), (1, 2 / 3)]
    assert precision_recall([], {"a"}) == []


def test_interpolated_precision_by_hand_looks_ahead_and_is_zero_where_the_ranking_does_not_reach() -> None:
    # hits at ranks 2 and 3 of three relevant names: recall 1/3 at precision 1/2, recall 2/3 at precision 2/3
    levels = [0.0, 1 / 3, 0.5, 0.7, 1.0]

    assert interpolated_precision(["x", "a", "b"], {"a", "b", "c"}, levels) == [2 / 3, 2 / 3, 2 / 3, 0, 0]


@given(_rankings, _relevant)
def test_interpolated_precision_never_rises(ranking: list[str], relevant: frozenset[str]) -> None:
    values = interpolated_precision(ranking, relevant)

    assert len(values) == 11
    assert values == sorted(values, reverse=True)
