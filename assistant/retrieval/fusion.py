"""Merging rankings of numbered papers (assistant/retrieval/candidates.py).

Why: docs/decisions/0007-several-queries.md
     docs/decisions/0067-rankings-are-arrays.md
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)  # arrays are compared place by place
class Ranking:
    """Papers by their numbers, each once, and their scores."""

    papers: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    scores: Scores = field(default_factory=lambda: np.empty(0))

    @property
    def highest(self) -> float:
        return float(self.scores.max(initial=0.0))

    def by_number(self, count: int) -> Scores:
        """The score of each of `count` papers: 0 for those that it does not hold."""
        scores = np.zeros(count)
        scores[self.papers] = self.scores
        return scores


def stretched(ranking: Ranking) -> Ranking:
    """Scores whose zero means nothing, such as cosines: the lowest becomes 0, the highest 1; all 1 where equal."""
    scores = ranking.scores
    if not len(scores):
        return ranking
    low, high = scores.min(), scores.max()
    return Ranking(ranking.papers, (scores - low) / (high - low) if high > low else np.ones(len(scores)))


def of_highest(ranking: Ranking) -> Ranking:
    """Scores above 0 as shares of the highest, such as BM25: what a ranking does not hold has 0."""
    return Ranking(ranking.papers, ranking.scores / ranking.highest) if ranking.highest > 0 else Ranking()


def fuse(*rankings: tuple[float, Ranking]) -> Ranking:
    """The weighted sum of rankings whose scores run from 0 to 1 (convex combination; Bruch, Gai and Ingber, TOIS 2023),
    best first. A paper that a ranking does not hold gets 0 there.
    """
    papers = _all_papers([ranking for _, ranking in rankings])
    fused = np.zeros(papers.max(initial=-1) + 1)
    for weight, ranking in rankings:
        fused[ranking.papers] += weight * ranking.scores
    return _best_first(papers, fused)


def highest(rankings: Sequence[Ranking]) -> Ranking:
    """Each paper's highest score in any of the rankings, best first."""
    papers = _all_papers(rankings)
    best = np.full(papers.max(initial=-1) + 1, -np.inf)
    for ranking in rankings:
        best[ranking.papers] = np.maximum(best[ranking.papers], ranking.scores)
    return _best_first(papers, best)


def _all_papers(rankings: Sequence[Ranking]) -> Numbers:
    """Each once, in the order in which the rankings name them."""
    named = np.concatenate([ranking.papers for ranking in rankings])
    return named[np.sort(np.unique(named, return_index=True)[1])]


def _best_first(papers: Numbers, scores: Scores) -> Ranking:
    """`scores`: by the papers' numbers."""
    own = scores[papers]
    order = np.argsort(-own, kind="stable")  # equal ones stay in their order
    return Ranking(papers[order], own[order])
