"""The figures: pure functions from names and numbers to a number. Knows no paper and no answer.

A ranking or a set holds each name once. Every figure of a question lies between 0 and 1, higher is better.
"""

import math
import random
from collections.abc import Mapping, Sequence, Set


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


def mean(values: Sequence[float]) -> float:
    """Σ values / n. Raises `ValueError` for no values."""
    if not values:
        raise ValueError("no values to average")
    return sum(values) / len(values)


def bootstrap_interval(
    values: Sequence[float], *, level: float = 0.95, resamples: int = 2_000, seed: int = 1
) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean over questions (Efron & Tibshirani, 1993, ch. 13).

    Draws n values with replacement `resamples` times and returns the (1 ∓ level) / 2 quantiles of the means.
    The same values in the same order give the same interval. Where all values are equal it has no width,
    which says that the sample shows no spread and not that there is none. Raises `ValueError` for no values.
    """
    centre = mean(values)
    if min(values) == max(values):
        return centre, centre
    rng = random.Random(seed)
    means = sorted(sum(rng.choice(values) for _ in values) / len(values) for _ in range(resamples))
    low, high = int((1 - level) / 2 * resamples), int((1 + level) / 2 * resamples)
    return means[low], means[min(high, resamples - 1)]


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _need(relevant: Set[str]) -> None:
    if not relevant:
        raise ValueError("undefined where nothing is relevant")
