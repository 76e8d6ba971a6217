"""Two evaluations, question by question: which figures moved, by how much, and whose answers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from assistant.evaluation.measures.intervals import paired_interval
from assistant.evaluation.measures.metrics import mean
from assistant.evaluation.measures.results import Evaluation, Result

FORMAT = 1  # of the JSON of an evaluation; higher when a key changes its meaning
_HINT = "Name a file that `assistant eval --json` wrote."


@dataclass(frozen=True, slots=True)
class Earlier:
    """An evaluation read back. `scores`: by the id of a question and its words, the scores by name."""

    name: str
    date: str
    scores: Mapping[tuple[str, str], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure over the `n` questions that both asked; the interval is the paired bootstrap's of now - then."""

    name: str
    then: float
    now: float
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.now - self.then


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose main score is another one now."""

    result: Result
    metric: str
    then: float
    now: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """`better` and `worse`: the largest change first. `common` of `asked` questions were asked then too."""

    earlier: Earlier
    common: int
    asked: int
    differences: tuple[Difference, ...]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]


def read_earlier(path: Path) -> Earlier:
    """Raises `UsageError` for a file that cannot be read and for one that holds no evaluation."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise UsageError(f"{path} is of format {document['format']}, this program writes {FORMAT}", hint=_HINT)
        rows = {(str(q["id"]), str(q["question"])): _scores(q["scores"]) for q in document["questions"]}
        return Earlier(path.name, str(document["date"]), rows)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", hint=_HINT) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{path} holds no evaluation", hint=_HINT) from error


def compare(evaluation: Evaluation, earlier: Earlier) -> Comparison:
    """Questions are the same where id and words are; a figure is compared over those that have it in both."""
    asked = [(r, earlier.scores.get((r.asked.id, r.asked.gold.question))) for r in evaluation.results]
    both = [(result, then) for result, then in asked if then is not None]
    changes = [change for result, then in both if (change := _change(result, then))]
    return Comparison(
        earlier=earlier,
        common=len(both),
        asked=len(asked),
        differences=tuple(_differences([measure.name for measure in evaluation.measures], both)),
        better=tuple(sorted((c for c in changes if c.now > c.then), key=lambda c: c.then - c.now)),
        worse=tuple(sorted((c for c in changes if c.now < c.then), key=lambda c: c.now - c.then)),
    )


def _scores(values: Mapping[str, float]) -> dict[str, float]:
    scores = {str(name): float(value) for name, value in values.items()}
    if not all(0 <= value <= 1 for value in scores.values()):
        raise ValueError("a score is a number from 0 to 1")
    return scores


def _differences(names: Iterable[str], both: Iterable[tuple[Result, Mapping[str, float]]]) -> Iterable[Difference]:
    pairs = [(result.means, then) for result, then in both]
    for name in names:
        values = [(then[name], now[name]) for now, then in pairs if name in now and name in then]
        if values:
            low, high = paired_interval([now - then for then, now in values])
            before, after = (mean(column) for column in zip(*values, strict=True))
            yield Difference(name, before, after, len(values), low, high)


def _change(result: Result, then: Mapping[str, float]) -> Change | None:
    if result.main is None or result.main.name not in then:
        return None
    before, after = then[result.main.name], result.main.value
    return Change(result, result.main.name, before, after) if abs(after - before) > 1e-9 else None
