"""The intervals, by values worked out by hand and by laws."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.measures.confidence import auroc
from assistant.evaluation.measures.intervals import (
    bootstrap_interval,
    paired_interval,
    two_sample_interval,
    wilson_interval,
)
from assistant.evaluation.measures.metrics import mean
from assistant.evaluation.measures.results import Measure

_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


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


def test_wilsons_interval_by_hand() -> None:
    # 10 of 10 and z = 1.96: 1 / (1 + z² / 10) = 10 / 13.8415
    assert wilson_interval(1.0, 10) == pytest.approx((10 / 13.8415, 1.0), abs=1e-4)
    assert wilson_interval(0.0, 10) == pytest.approx((0.0, 1 - 10 / 13.8415), abs=1e-4)


@given(st.integers(1, 500), st.data())
def test_wilsons_interval_holds_the_share_and_always_has_a_width(n: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(0, n)) / n
    low, high = wilson_interval(share, n)

    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    assert high - low > 1 / (n + 4)


@pytest.mark.parametrize("interval", [lambda: bootstrap_interval([]), lambda: wilson_interval(0.0, 0)])
def test_an_interval_of_nothing_is_an_error(interval: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="no values"):
        interval()


def test_a_measure_without_spread_has_wilsons_interval_and_one_with_spread_the_bootstraps() -> None:
    assert Measure("silence.off-topic", (1.0,) * 10).interval == wilson_interval(1.0, 10)
    assert Measure("lists.f1", (0.2, 0.9)).interval == (0.2, 0.9)


def test_the_interval_of_a_figure_of_two_samples_repeats_and_holds_it() -> None:
    first, second = [0.9, 0.8, 0.4, 0.7], [0.1, 0.5, 0.3]
    low, high = two_sample_interval(auroc, first, second)

    assert two_sample_interval(auroc, first, second) == (low, high)
    assert 0 <= low < auroc(first, second) < high <= 1


def test_each_of_two_samples_is_drawn_from_by_itself() -> None:
    assert two_sample_interval(lambda a, b: mean(a) - mean(b), [1.0, 1.0], [0.0]) == (1, 1)


def test_the_interval_of_paired_differences_is_the_bootstraps_of_their_mean() -> None:
    assert paired_interval([0.0, 0.5, -0.1]) == bootstrap_interval([0.0, 0.5, -0.1])


def test_one_question_that_rose_proves_nothing_and_many_that_rose_alike_do() -> None:
    assert paired_interval([1.0])[0] < 0 < paired_interval([1.0] * 10)[0]
    assert paired_interval([-1.0] * 10)[1] < 0
    assert paired_interval([0.0] * 10) == (0, 0)
