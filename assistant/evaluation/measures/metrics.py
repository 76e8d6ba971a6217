"""The figures of sets and rankings: pure functions from names to a number.

A ranking or a set holds each name once. Every figure lies between 0 and 1, higher is better.
"""

import math
from collections.abc import Mapping, Sequence, Set

LEVELS = tuple(step / 10 for step in range(11))  # of recall, at which trec_eval averages rankings


def precision(found: Set[str], relevant: Set[str]) -> float:
    """|found ∩ relevant| / |found|; 0 where nothing was found (Manning, Raghavan & Schütze, 2008, ch. 8.3)."""
    return len(found & relevant) / len(found) if found else 0.0


def recall(found: Set[str], relevant: Set[str]) -> float:
    """|found ∩ relevant| / |relevant| (ibid.). Raises `ValueError` where nothing is relevant."""
    _need(relevant)
    return len(found & relevant) / len(relevant)


def f1(found: Set[str], relevant: Set[str]) -> float:
    """2PR / (P + R), the harmonic mean of precision and recall; 0 where both are 0 (van Rijsbergen, 1979, ch. 7)."""
    p, r = precision(found, relevant), recall(found, relevant)
    return 2 * p * r / (p + r) if p + r else 0.0


def average_precision(ranking: Sequence[str], relevant: Set[str]) -> float:
    """(1 / |relevant|) · Σ over ranks i of relevant names: (relevant names up to i) / i.

    Relevant names that the ranking lacks add nothing. As trec_eval's `map` (Buckley & Voorhees, 2005).
    Raises `ValueError` where nothing is relevant.
    """
    _need(relevant)
    ranks = [rank for rank, name in enumerate(ranking, start=1) if name in relevant]
    return sum(hits / rank for hits, rank in enumerate(ranks, start=1)) / len(relevant)


def ndcg(ranking: Sequence[str], gains: Mapping[str, float], *, k: int = 10) -> float:
    """DCG@k of the ranking by DCG@k of the best one, DCG@k = Σ over ranks i ≤ k of gain / log2(i + 1).

    Järvelin & Kekäläinen (2002) with the linear gain of trec_eval's `ndcg_cut`; a negative gain counts as 0.
    Raises `ValueError` where no gain is positive.
    """
    positive = {name: gain for name, gain in gains.items() if gain > 0}
    _need(positive.keys())
    best = sorted(positive.values(), reverse=True)
    return _dcg([positive.get(name, 0.0) for name in ranking[:k]]) / _dcg(best[:k])


def precision_recall(ranking: Sequence[str], relevant: Set[str]) -> list[tuple[float, float]]:
    """(recall, precision) of the first i names, for every rank i (Manning, Raghavan & Schütze, 2008, ch. 8.4).

    Raises `ValueError` where nothing is relevant.
    """
    _need(relevant)
    points, hits = [], 0
    for rank, name in enumerate(ranking, start=1):
        hits += name in relevant
        points.append((hits / len(relevant), hits / rank))
    return points


def interpolated_precision(ranking: Sequence[str], relevant: Set[str], levels: Sequence[float] = LEVELS) -> list[float]:
    """For each level of recall the highest precision at a rank whose recall is the level or more; 0 where none is.

    As trec_eval's `iprec_at_recall` (ibid.), which lets a tenth of a name be wanting. Raises `ValueError` where
    nothing is relevant.
    """
    points = precision_recall(ranking, relevant)
    # 2 of 3 is no less than a level of 2 / 3 that was computed otherwise
    return [max((p for r, p in points if r >= level - 1e-9), default=0.0) for level in levels]


def mean(values: Sequence[float]) -> float:
    """Σ values / n. Raises `ValueError` for no values."""
    if not values:
        raise ValueError("no values to average")
    return sum(values) / len(values)


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _need(relevant: Set[str]) -> None:
    if not relevant:
        raise ValueError("undefined where nothing is relevant")
