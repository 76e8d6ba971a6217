"""How well a confidence tells right from wrong, by values worked out by hand and by laws."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.measures.confidence import aurc, auroc, risk_coverage

_scores = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=12)
_judged = st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.floats(0, 1)), min_size=1, max_size=12)


def test_auroc_by_hand_counts_a_tie_as_half() -> None:
    # of the six pairs four are right, one is a tie, one is wrong
    assert auroc([0.9, 0.5, 0.2], [0.5, 0.1]) == pytest.approx((4 + 0.5) / 6)


@given(_scores, _scores)
def test_auroc_turned_round_is_what_is_left(positives: list[float], negatives: list[float]) -> None:
    assert auroc(positives, negatives) + auroc(negatives, positives) == pytest.approx(1)


@pytest.mark.parametrize(("positives", "negatives"), [([], [0.1]), ([0.1], [])])
def test_auroc_needs_both_kinds(positives: list[float], negatives: list[float]) -> None:
    with pytest.raises(ValueError, match="undefined"):
        auroc(positives, negatives)


def test_risk_over_coverage_by_hand() -> None:
    assert risk_coverage([0.2, 0.9, 0.5], [1.0, 0.0, 0.5]) == [(1 / 3, 0), (2 / 3, 0.25), (1, 0.5)]
    assert aurc([0.2, 0.9, 0.5], [1.0, 0.0, 0.5]) == pytest.approx(0.25)


def test_ties_in_confidence_stand_in_no_order() -> None:
    assert risk_coverage([0.5, 0.5, 0.1], [1.0, 0.0, 0.3]) == [(1 / 3, 0.5), (2 / 3, 0.5), (1, pytest.approx(1.3 / 3))]


@given(_judged, st.randoms())
def test_the_curve_does_not_depend_on_the_order_of_the_questions(
    judged: list[tuple[float, float]], lot: Random
) -> None:
    shuffled = lot.sample(judged, len(judged))
    points = risk_coverage(*zip(*judged, strict=True))

    assert risk_coverage(*zip(*shuffled, strict=True)) == [pytest.approx(point) for point in points]
    assert points[-1] == pytest.approx((1, sum(loss for _, loss in judged) / len(judged)))


def test_a_better_order_has_less_area() -> None:
    losses = [0.0, 0.0, 1.0, 1.0]

    assert aurc([0.9, 0.8, 0.2, 0.1], losses) < aurc([0.5] * 4, losses) < aurc([0.1, 0.2, 0.8, 0.9], losses)


def test_the_area_over_no_question_is_an_error() -> None:
    with pytest.raises(ValueError, match="no values"):
        aurc([], [])
