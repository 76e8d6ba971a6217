"""An evaluation as a table to read and as JSON to keep. Knows no file and no clock."""

from collections.abc import Sequence

from assistant.evaluation.metrics import mean
from assistant.evaluation.results import Evaluation, Measure, Result
from assistant.evaluation.scoring import cited, listed
from assistant.types import Answer

_FORMAT = 1  # of the JSON; higher when a key changes its meaning


def table(evaluation: Evaluation) -> str:
    """A line for each measure with value, n and 95 % bootstrap interval, then the questions that failed."""
    lines = [f"{'kind':<14} {'metric':<15} {'value':>5} {'n':>5}  95 % interval"]
    group = ""
    for measure in evaluation.measures:
        lines.append(_line(measure, "" if measure.group == group else measure.group))
        group = measure.group
    failed = evaluation.failed
    if failed:
        lines.append(f"{len(failed)} of {len(evaluation.results)} questions failed and count as 0:")
        lines.extend(f"  {asked.id}: {asked.error}" for asked in failed)
    return "\n".join(lines) + "\n"


def to_json(evaluation: Evaluation, *, date: str, gold: Sequence[str]) -> dict[str, object]:
    """The figures and what each question got, so that two evaluations can be compared question by question.

    `date` is the day of the evaluation and `gold` names its files. `models` and `prompts` are those that the
    answers say they were made with.
    """
    answers = [result.asked.answer for result in evaluation.results if result.asked.answer]
    return {
        "format": _FORMAT,
        "date": date,
        "gold": list(gold),
        "models": _models(answers),
        "prompts": {name: version for answer in answers for name, version in answer.provenance.prompts.items()},
        "metrics": {measure.name: _figures(measure) for measure in evaluation.measures},
        "questions": [_question(result) for result in evaluation.results],
    }


def _line(measure: Measure, group: str) -> str:
    low, high = measure.interval
    figures = f"{measure.value:>5.3f} {len(measure.values):>5}  [{low:.3f}, {high:.3f}]"
    return f"{group:<14} {measure.metric:<15} {figures}"


def _figures(measure: Measure) -> dict[str, float]:
    low, high = measure.interval
    return {"value": measure.value, "n": len(measure.values), "low": low, "high": high}


def _models(answers: Sequence[Answer]) -> dict[str, list[str]]:
    """Every name seen: an answer may have been made by the embedded makers where a model failed."""
    made = [answer.provenance for answer in answers]
    return {
        "judge": sorted({provenance.judge for provenance in made}),
        "writer": sorted({provenance.writer for provenance in made}),
        "embedder": sorted({provenance.embedder for provenance in made}),
    }


def _question(result: Result) -> dict[str, object]:
    asked = result.asked
    answer = asked.answer
    return {
        "id": asked.id,
        "kind": asked.gold.kind,
        "question": asked.gold.question,
        "scores": _scores(result),
        "outcome": answer.outcome if answer else None,
        "confidence": answer.confidence if answer else None,
        "text": answer.text if answer else None,
        "papers": [paper.title for paper in listed(answer)],
        "cited": [paper.title for paper in cited(answer)],
        "seconds": answer.seconds if answer else None,
        "error": str(asked.error) if asked.error else None,
    }


def _scores(result: Result) -> dict[str, float]:
    """The scores by name; the citations of one answer are averaged."""
    names = dict.fromkeys(score.name for score in result.scores)
    return {name: mean([score.value for score in result.scores if score.name == name]) for name in names}
