"""Merging rankings.

Why: docs/decisions/0007-several-queries.md
"""

from collections.abc import Iterable, Mapping
from math import inf
from operator import itemgetter

from assistant.types import PaperId

Scores = Mapping[PaperId, float]


def stretched(scores: Scores) -> dict[PaperId, float]:
    """Scores whose zero means nothing, such as cosines: the lowest becomes 0, the highest 1; all 1 where equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {paper: (score - low) / (high - low) if high > low else 1.0 for paper, score in scores.items()}


def of_highest(scores: Scores) -> dict[PaperId, float]:
    """Scores above 0 as shares of the highest, such as BM25: what a ranking does not hold has 0."""
    high = max(scores.values(), default=0.0)
    return {paper: score / high for paper, score in scores.items()} if high > 0 else {}


def fuse(*rankings: tuple[float, Scores]) -> dict[PaperId, float]:
    """The weighted sum of rankings whose scores run from 0 to 1 (convex combination; Bruch, Gai and Ingber, TOIS 2023),
    best first. A paper that a ranking does not hold gets 0 there.
    """
    fused: dict[PaperId, float] = {}
    for weight, scores in rankings:
        for paper, score in scores.items():
            fused[paper] = fused.get(paper, 0.0) + weight * score
    return _best_first(fused)


def highest(rankings: Iterable[Scores]) -> dict[PaperId, float]:
    """Each paper's highest score in any of the rankings, best first."""
    best: dict[PaperId, float] = {}
    for scores in rankings:
        for paper, score in scores.items():
            if score > best.get(paper, -inf):
                best[paper] = score
    return _best_first(best)


def _best_first(scores: Scores) -> dict[PaperId, float]:
    return dict(sorted(scores.items(), key=itemgetter(1), reverse=True))  # equal ones stay in their order
