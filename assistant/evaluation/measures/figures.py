"""An evaluation summed up: every figure with n and interval, and the two curves.

Made once and shown in several forms, because the intervals are what takes time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.asking.questions import ListQuestion, Turn, UnanswerableQuestion
from assistant.evaluation.measures.confidence import aurc, auroc, risk_coverage
from assistant.evaluation.measures.intervals import two_sample_interval, wilson_interval
from assistant.evaluation.measures.metrics import LEVELS, interpolated_precision, mean
from assistant.evaluation.measures.results import Evaluation, Result
from assistant.evaluation.measures.scoring import ranked_keys, relevant_keys

AUROC = "confidence.auroc"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure over `n` questions (citations, for `quotes.verbatim`) with the bounds of its 95 % interval."""

    name: str
    value: float
    n: int
    low: float
    high: float

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def metric(self) -> str:
        return self.name.partition(".")[2]


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """(coverage, risk) as more and more questions are answered, the most confident first.

    `answered` is where the assistant itself stopped: the share it answered, and the mean loss of those.
    """

    points: tuple[Point, ...]
    aurc: float
    answered: Point | None


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """Of the list questions: interpolated precision at eleven levels of recall, averaged over their rankings;
    and (recall, precision) of the lists as they were cut off."""

    ranking: tuple[Point, ...]
    lists: tuple[Point, ...]


def make_figures(evaluation: Evaluation) -> tuple[Figure, ...]:
    """The mean of each measure, and how well the confidence tells the answerable from the unanswerable."""
    means = (Figure(m.name, m.value, len(m.values), *m.interval) for m in evaluation.measures)
    return (*means, *_confidence(evaluation))


def risk_coverage_of(evaluation: Evaluation) -> RiskCoverage | None:
    """Over the questions that stand alone. The loss of an answer is 1 - its main score; of an answer to the
    unanswerable it is 1. None where there is no question to show.
    """
    judged = [(result, loss) for result in evaluation.results if (loss := _loss(result)) is not None]
    if not judged:
        return None
    confidences, losses = [_confidence_in(result) for result, _ in judged], [loss for _, loss in judged]
    answered = [loss for result, loss in judged if result.asked.answer and result.asked.answer.outcome == "answered"]
    place = (len(answered) / len(judged), mean(answered)) if answered else None
    return RiskCoverage(tuple(risk_coverage(confidences, losses)), aurc(confidences, losses), place)


def precision_recall_of(evaluation: Evaluation) -> PrecisionRecall | None:
    """None where no list question has a relevant paper."""
    golds = [(r, gold) for r in evaluation.results if isinstance(gold := r.asked.gold, ListQuestion) and gold.relevant]
    if not golds:
        return None
    curves = [interpolated_precision(ranked_keys(gold, r.asked.ranking), relevant_keys(gold)) for r, gold in golds]
    averaged = [mean(column) for column in zip(*curves, strict=True)]
    cut = tuple((r.means["lists.recall"], r.means["lists.precision"]) for r, _ in golds)
    return PrecisionRecall(tuple(zip(LEVELS, averaged, strict=True)), cut)


def _confidence(evaluation: Evaluation) -> Sequence[Figure]:
    alone = [result for result in evaluation.results if _loss(result) is not None]
    answerable = [_confidence_in(r) for r in alone if not isinstance(r.asked.gold, UnanswerableQuestion)]
    other = [_confidence_in(r) for r in alone if isinstance(r.asked.gold, UnanswerableQuestion)]
    if not answerable or not other:
        return ()
    value, (low, high) = auroc(answerable, other), two_sample_interval(auroc, answerable, other)
    if low == high:  # every draw is as perfect: at best as sure as a share of the smaller kind
        low, high = wilson_interval(value, min(len(answerable), len(other)))
    return (Figure(AUROC, value, len(alone), low, high),)


def _loss(result: Result) -> float | None:
    """None for a turn of a conversation, which does not stand alone, and for what defines no score."""
    if isinstance(result.asked.gold, Turn) or result.main is None:
        return None
    return 1.0 if isinstance(result.asked.gold, UnanswerableQuestion) else 1 - result.main.value


def _confidence_in(result: Result) -> float:
    """No answer is no confidence."""
    return result.asked.answer.confidence if result.asked.answer else 0.0
