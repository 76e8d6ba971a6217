"""How well a confidence tells right from wrong: pure functions from numbers to numbers."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from assistant.evaluation.measures.metrics import mean


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """P(a positive scores above a negative) + ½ P(they tie), over all pairs: the area under the ROC curve.

    Hanley & McNeil (1982), by the statistic of Mann & Whitney (1947). Raises `ValueError` where either is empty.
    """
    if not positives or not negatives:
        raise ValueError("undefined without both positives and negatives")
    ordered = sorted(negatives)
    below = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in positives)
    return below / (2 * len(positives) * len(negatives))


def risk_coverage(confidences: Sequence[float], losses: Sequence[float]) -> list[tuple[float, float]]:
    """(k / n, mean loss of the k most confident) for k = 1..n (El-Yaniv & Wiener, 2010).

    What ties in confidence stands in no order, so each of a tie counts with the mean loss of all of it.
    """
    tied: dict[float, list[float]] = defaultdict(list)
    for confidence, loss in zip(confidences, losses, strict=True):
        tied[confidence].append(loss)
    points, total, k = [], 0.0, 0
    for confidence in sorted(tied, reverse=True):
        for _ in tied[confidence]:
            k, total = k + 1, total + mean(tied[confidence])
            points.append((k / len(losses), total / k))
    return points


def aurc(confidences: Sequence[float], losses: Sequence[float]) -> float:
    """The mean of the risks over all coverages; lower is better (Geifman, Uziel & El-Yaniv, 2019).

    Raises `ValueError` for no values.
    """
    return mean([risk for _, risk in risk_coverage(confidences, losses)])
