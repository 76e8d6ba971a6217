"""Cutting an abstract at its quotes, in code points."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.types import Citation

Piece = tuple[str, tuple[int, ...]]


def pieces(abstract: str, citations: Sequence[Citation]) -> list[Piece]:
    """The abstract in pieces, each with the numbers of the citations that quote it; joined they are the abstract.

    Quotes may overlap: a piece that two of them hold carries both numbers.
    """
    ends = {place for c in citations for place in (c.quote.start, c.quote.end)}
    cuts = sorted({0, len(abstract), *ends})
    return [(abstract[a:b], _holding(citations, a, b)) for a, b in pairwise(cuts)]


def _holding(citations: Sequence[Citation], start: int, end: int) -> tuple[int, ...]:
    return tuple(c.number for c in citations if c.quote.start <= start and end <= c.quote.end)
