"""An evaluation summed up: figures and curves."""

from dataclasses import replace

import pytest

from assistant.evaluation import (
    Asked,
    Evaluation,
    ListQuestion,
    Result,
    Score,
    Turn,
    UnanswerableQuestion,
    make_figures,
)
from assistant.evaluation.measures.figures import PrecisionRecall, RiskCoverage, precision_recall_of, risk_coverage_of
from assistant.evaluation.measures.intervals import wilson_interval
from assistant.evaluation.measures.metrics import LEVELS
from assistant.types import Outcome

from .scripted import make_answer, make_paper

_A, _B, _C, _D = (make_paper(name) for name in "abcd")
_LIST = ListQuestion("L1", "?", ("a", "b"), partial=("c",))


def _list(f1: float, *, confidence: float, outcome: Outcome = "answered") -> Result:
    answer = replace(make_answer("?", papers=(_A,), outcome=outcome), confidence=confidence)
    scores = (Score("lists.precision", 1), Score("lists.recall", 0.5), Score("lists.f1", f1))
    return Result(Asked("L1", _LIST, answer, ranking=(_C, _A, _D, _B)), scores)


def _unanswerable(refused: bool, *, confidence: float) -> Result:
    answer = replace(make_answer("?", outcome="not_covered" if refused else "answered"), confidence=confidence)
    asked = Asked("U1", UnanswerableQuestion("U1", "?", "off-topic"), answer)
    return Result(asked, (Score("silence.off-topic", float(refused)),))


def _turn() -> Result:
    return Result(Asked("C1#1", Turn("?", "fact", ("a",)), make_answer("?")), (Score("conversations.recall", 0),))


def test_the_figures_are_the_means_and_what_the_confidence_tells() -> None:
    found = make_figures(
        Evaluation((_list(0.5, confidence=0.9), _list(1, confidence=0.4), _unanswerable(True, confidence=0.4), _turn()))
    )

    assert [(figure.name, figure.value, figure.n) for figure in found] == [
        ("lists.precision", 1, 2),
        ("lists.recall", 0.5, 2),
        ("lists.f1", 0.75, 2),
        ("silence.off-topic", 1, 1),
        ("conversations.recall", 0, 1),
        ("confidence.auroc", 0.75, 3),  # one pair right, one a tie; the turn does not stand alone
    ]
    assert all(figure.low <= figure.value <= figure.high for figure in found)
    assert (found[-1].group, found[-1].metric) == ("confidence", "auroc")


def test_without_both_kinds_the_confidence_tells_nothing_apart() -> None:
    names = [figure.name for figure in make_figures(Evaluation((_list(0.5, confidence=0.9),)))]

    assert names == ["lists.precision", "lists.recall", "lists.f1"]


def test_a_confidence_that_tells_all_of_a_few_apart_is_not_sure_to_tell_all() -> None:
    *_, found = make_figures(Evaluation((_list(0.5, confidence=0.9), _unanswerable(True, confidence=0.4))))

    assert (found.value, found.low, found.high) == (1, *wilson_interval(1, 1))


def test_the_loss_of_an_answer_is_what_it_lacks_and_of_one_to_the_unanswerable_all() -> None:
    evaluation = Evaluation(
        (
            _list(0.75, confidence=0.9),
            _unanswerable(False, confidence=0.8),
            _list(0, confidence=0.3, outcome="not_covered"),
            _unanswerable(True, confidence=0.1),
            _turn(),
        )
    )

    assert risk_coverage_of(evaluation) == RiskCoverage(
        points=((0.25, 0.25), (0.5, 1.25 / 2), (0.75, 2.25 / 3), (1, 3.25 / 4)),
        aurc=pytest.approx((0.25 + 1.25 / 2 + 2.25 / 3 + 3.25 / 4) / 4),
        answered=(0.5, 1.25 / 2),
    )


def test_where_nothing_was_answered_there_is_no_place_where_it_stopped() -> None:
    found = risk_coverage_of(Evaluation((_unanswerable(True, confidence=0.1),)))

    assert found == RiskCoverage(points=((1, 1),), aurc=1, answered=None)


def test_precision_over_recall_passes_over_partial_papers() -> None:
    # without c the ranking is a, d, b: recall 1/2 at precision 1, recall 1 at 2/3
    expected = tuple((level, 1 if level <= 0.5 else 2 / 3) for level in LEVELS)

    assert precision_recall_of(Evaluation((_list(0.5, confidence=0.9), _turn()))) == PrecisionRecall(
        ranking=expected, lists=((0.5, 1),)
    )


def test_without_questions_for_it_there_is_no_curve() -> None:
    empty = Evaluation((_turn(), Result(Asked("L2", ListQuestion("L2", "?", ()), make_answer("?")), ())))

    assert (risk_coverage_of(empty), precision_recall_of(empty)) == (None, None)
