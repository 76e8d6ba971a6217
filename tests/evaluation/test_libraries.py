"""Our figures against those of the field's own programs: trec_eval by way of ir-measures, scikit-learn and scipy."""

import math
from collections.abc import Mapping, Sequence

import ir_measures
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ir_measures import AP, IPrec, Measure, Qrel, ScoredDoc, SetF, SetP, SetR, nDCG
from scipy.stats import binomtest
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

from assistant.evaluation.measures.confidence import aurc, auroc
from assistant.evaluation.measures.intervals import wilson_interval
from assistant.evaluation.measures.metrics import (
    LEVELS,
    average_precision,
    f1,
    interpolated_precision,
    ndcg,
    precision,
    precision_recall,
    recall,
)

_NAMES = [f"p{number}" for number in range(12)]
_rankings = st.lists(st.sampled_from(_NAMES), min_size=1, unique=True)
_gains = st.dictionaries(st.sampled_from(_NAMES), st.integers(0, 3), min_size=1).filter(
    lambda gains: any(gains.values())
)
_scores = st.lists(st.floats(0, 1).map(lambda score: round(score, 1)), min_size=1, max_size=15)  # with ties
_distinct = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=15, unique_by=lambda pair: pair[0])


def _trec(measures: Sequence[Measure], ranking: Sequence[str], gains: Mapping[str, int]) -> list[float]:
    judged = [Qrel("q", name, gain) for name, gain in gains.items()]
    run = [ScoredDoc("q", name, float(-rank)) for rank, name in enumerate(ranking)]
    found = ir_measures.calc_aggregate(measures, judged, run)
    return [found[measure] for measure in measures]


def _relevant(gains: Mapping[str, int]) -> set[str]:
    return {name for name, gain in gains.items() if gain > 0}


@given(_rankings, _gains)
def test_figures_of_a_set_are_those_of_ir_measures(found: list[str], gains: dict[str, int]) -> None:
    relevant = _relevant(gains)

    ours = [precision(set(found), relevant), recall(set(found), relevant), f1(set(found), relevant)]

    assert ours == pytest.approx(_trec([SetP, SetR, SetF], found, gains))


@given(_rankings, _gains)
def test_average_precision_and_ndcg_are_those_of_trec_eval(ranking: list[str], gains: dict[str, int]) -> None:
    ours = [average_precision(ranking, _relevant(gains)), ndcg(ranking, gains, k=10), ndcg(ranking, gains, k=3)]

    assert ours == pytest.approx(_trec([AP, nDCG @ 10, nDCG @ 3], ranking, gains))


@given(_rankings, _gains)
def test_interpolated_precision_is_that_of_trec_eval(ranking: list[str], gains: dict[str, int]) -> None:
    relevant = _relevant(gains)
    # trec_eval takes a level for reached where a tenth of a name or less is wanting: 2 of 3 are 0.7
    levels = [level for level in LEVELS if not 1e-9 < level * len(relevant) % 1 < 0.1 + 1e-9]

    theirs = _trec([IPrec @ level for level in levels], ranking, gains)

    assert interpolated_precision(ranking, relevant, levels) == pytest.approx(theirs)


@given(_distinct)
def test_precision_and_recall_along_a_ranking_are_those_of_scikit_learn(scored: list[tuple[float, bool]]) -> None:
    assume(any(right for _, right in scored))
    ordered = sorted(scored, reverse=True)
    names = [str(place) for place in range(len(ordered))]
    relevant = {name for name, (_, right) in zip(names, ordered, strict=True) if right}

    p, r, _ = precision_recall_curve([right for _, right in ordered], [score for score, _ in ordered])

    # theirs ends, from the back, with the point before the first name
    assert precision_recall(names, relevant) == [pytest.approx(pair) for pair in zip(r[-2::-1], p[-2::-1], strict=True)]
    theirs = average_precision_score([right for _, right in ordered], [score for score, _ in ordered])
    assert average_precision(names, relevant) == pytest.approx(theirs)


@given(_scores, _scores)
def test_auroc_is_that_of_scikit_learn_ties_and_all(positives: list[float], negatives: list[float]) -> None:
    labels = [1] * len(positives) + [0] * len(negatives)

    assert auroc(positives, negatives) == pytest.approx(roc_auc_score(labels, [*positives, *negatives]))


@given(_distinct)
def test_the_area_under_risk_and_coverage_follows_from_the_precisions_of_scikit_learn(
    scored: list[tuple[float, bool]],
) -> None:
    """Where a loss is 0 or 1 the risk of the k most confident is 1 - precision at k, of what was wrong as negatives."""
    assume(any(right for _, right in scored))
    p, _, _ = precision_recall_curve([right for _, right in scored], [score for score, _ in scored])

    ours = aurc([score for score, _ in scored], [float(not right) for _, right in scored])

    assert ours == pytest.approx(1 - math.fsum(p[:-1]) / len(scored))


@given(st.integers(1, 400), st.data())
def test_wilsons_interval_is_that_of_scipy(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    theirs = binomtest(k, n).proportion_ci(confidence_level=0.95, method="wilson")

    assert wilson_interval(k / n, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
