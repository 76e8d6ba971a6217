"""Merging rankings. Knows no store and no paper, only ids and scores."""

from collections.abc import Mapping

from assistant.types import PaperId

Scores = Mapping[PaperId, float]


def scaled(scores: Scores) -> dict[PaperId, float]:
    """Scores stretched to 0..1: the lowest becomes 0, the highest 1; all 1 where they are equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {paper: (score - low) / (high - low) if high > low else 1.0 for paper, score in scores.items()}


def fuse(one: Scores, other: Scores, *, weight: float) -> dict[PaperId, float]:
    """Convex combination of two scaled rankings (Bruch, Gai and Ingber, TOIS 2023): `weight` to the one, the rest to
    the other; a paper that a ranking does not hold gets 0 there. Values 0 to 1, best first.
    """
    ones, others = scaled(one), scaled(other)
    fused = {p: weight * ones.get(p, 0.0) + (1 - weight) * others.get(p, 0.0) for p in ones | others}
    return dict(sorted(fused.items(), key=lambda item: -item[1]))
