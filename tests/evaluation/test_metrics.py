"""The figures, by values worked out by hand and by laws."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.metrics import average_precision, bootstrap_interval, f1, mean, ndcg, precision, recall

_names = st.sampled_from("abcdefgh")
_sets = st.frozensets(_names)
_relevant = st.frozensets(_names, min_size=1)
_rankings = st.lists(_names, unique=True)
_gains = st.dictionaries(_names, st.integers(-1, 3)).filter(lambda gains: any(gain > 0 for gain in gains.values()))
_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


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
        lambda: bootstrap_interval([]),
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


@given(_values)
def test_a_bootstrap_interval_lies_within_the_values_and_repeats(values: list[float]) -> None:
    low, high = bootstrap_interval(values, resamples=50)

    assert min(values) - 1e-12 <= low <= high <= max(values) + 1e-12
    assert bootstrap_interval(values, resamples=50) == (low, high)


def test_bootstrap_intervals_by_hand() -> None:
    # two values: a quarter of the resamples holds only the one, a quarter only the other
    assert bootstrap_interval([0.0, 1.0]) == (0.0, 1.0)
    assert bootstrap_interval([0.5, 0.5, 0.5]) == (0.5, 0.5)


def test_a_bootstrap_interval_is_about_two_standard_errors_to_each_side() -> None:
    # 200 coin throws: the standard error of the mean is sqrt(0.25 / 200) = 0.0354
    assert bootstrap_interval([0.0, 1.0] * 100) == pytest.approx((0.5 - 1.96 * 0.0354, 0.5 + 1.96 * 0.0354), abs=0.01)


def test_a_narrower_level_gives_a_narrower_interval() -> None:
    values = [0.1, 0.4, 0.5, 0.8, 1.0]
    low, high = bootstrap_interval(values, level=0.5)
    wide_low, wide_high = bootstrap_interval(values, level=0.95)

    assert wide_low < low < mean(values) < high < wide_high
