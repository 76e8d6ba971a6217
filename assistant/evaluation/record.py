"""A report as JSON to keep, so that two evaluations can be compared question by question."""

from collections.abc import Sequence
from dataclasses import asdict

from assistant.evaluation.comparing import FORMAT, Change, Comparison
from assistant.evaluation.measures.figures import Figure, precision_recall_of, risk_coverage_of
from assistant.evaluation.measures.gaps import gap_of
from assistant.evaluation.measures.results import Result
from assistant.evaluation.measures.scoring import cited, listed
from assistant.evaluation.measures.trust import trust_of
from assistant.evaluation.report import Report

Json = dict[str, object]


def to_json(report: Report) -> Json:
    """The figures, the curves, and what each question got. `models` and `prompts` are those the answers name."""
    return {
        "format": FORMAT,
        "date": report.date,
        "index": report.index,
        "gold": list(report.gold),
        "models": report.models,
        "prompts": report.prompts,
        "metrics": {figure.name: _figure(figure) for figure in report.figures},
        "trust": asdict(trust_of(report.evaluation)),
        "curves": _curves(report),
        "floors": {floor.name: floor.value for floor in report.floors},
        "against": _comparison(report.comparison) if report.comparison else None,
        "questions": [_question(result) for result in report.evaluation.results],
    }


def _figure(figure: Figure) -> Json:
    return {"value": figure.value, "n": figure.n, "low": figure.low, "high": figure.high}


def _curves(report: Report) -> Json:
    """Points as [coverage, risk] and [recall, precision]."""
    risk, ranking = risk_coverage_of(report.evaluation), precision_recall_of(report.evaluation)
    return {
        "risk_coverage": risk and {"points": _points(risk.points), "aurc": risk.aurc},
        "precision_recall": ranking and {"points": _points(ranking.ranking), "lists": _points(ranking.lists)},
    }


def _points(points: Sequence[tuple[float, float]]) -> list[list[float]]:
    return [[x, y] for x, y in points]


def _comparison(comparison: Comparison) -> Json:
    return {
        "name": comparison.earlier.name,
        "date": comparison.earlier.date,
        "common": comparison.common,
        "metrics": {
            one.name: {"then": one.then, "now": one.now, "n": one.n, "low": one.low, "high": one.high}
            for one in comparison.differences
        },
        "better": [_change(change) for change in comparison.better],
        "worse": [_change(change) for change in comparison.worse],
    }


def _change(change: Change) -> Json:
    return {"id": change.result.asked.id, "metric": change.metric, "then": change.then, "now": change.now}


def _question(result: Result) -> Json:
    asked = result.asked
    answer, gap = asked.answer, gap_of(asked)
    return {
        "id": asked.id,
        "kind": asked.gold.kind,
        "question": asked.gold.question,
        "scores": result.means,
        "outcome": answer.outcome if answer else None,
        "confidence": answer.confidence if answer else None,
        "text": answer.text if answer else None,
        "papers": [paper.title for paper in listed(answer)],
        "cited": [paper.title for paper in cited(answer)],
        "missing": list(gap.missing),
        "extra": list(gap.extra),
        "unsaid": list(gap.unsaid),
        "notes": list(answer.notes) if answer else [],
        "seconds": answer.seconds if answer else None,
        "error": str(asked.error) if asked.error else None,
    }
