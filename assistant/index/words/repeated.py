"""Near-copies that are not counted, where there are many of one paper.

Else whoever sends the words of a question two hundred times makes them common words, which weigh nothing.

Why: docs/decisions/0060-near-copies-share-a-place.md
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import PaperId

_MOST = 2_000  # that are looked at: of more every second, third ... stands for the others


@dataclass(frozen=True, slots=True)
class Repeated:
    """The near-copies that are looked at, and how many there are in all."""

    papers: tuple[PaperId, ...] = ()
    total: int = 0

    def among(self, count: int) -> int:
        """Of how many of all it is true, where it is true of `count` of those looked at."""
        return round(count * self.total / len(self.papers)) if self.papers else 0


def repeated(near_copies: Sequence[PaperId]) -> Repeated:
    """`near_copies`: of papers that have many."""
    return Repeated(tuple(near_copies[:: -(-len(near_copies) // _MOST) or 1]), len(near_copies))
