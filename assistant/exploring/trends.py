"""The topics that grew: those with a larger share of the new papers than of the papers before.

The groups are those of the map. Of a large corpus it shows a part, so each new paper is counted to the nearest group.
"""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from assistant.exploring.paper_map import groups_of
from assistant.ports import Library, Vectors
from assistant.types import PaperId

_FEWEST = 3  # new papers of a topic that is told
_GREW = 1.5  # its share of the new papers, as a multiple of its share before
_MOST = 5
_BATCH = 250


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic that grew: its `new` papers, their `share` of all new ones, and its share of those `before`."""

    words: tuple[str, ...]
    new: int
    share: float
    before: float


def trends(library: Library, new: Set[PaperId]) -> tuple[Trend, ...]:
    """At most five, the one with most new papers first; none where there are too few papers to tell."""
    words, members = groups_of(library)
    before = {number: [id for id in papers if id not in new] for number, papers in members.items()}
    total = sum(map(len, before.values()))
    numbers = [number for number, papers in members.items() if papers and words[number]]
    if not total or not numbers:
        return ()
    middles = np.stack([_middle(library, members[number]) for number in numbers])
    vectors = _centres(library, sorted(new))
    counted = Counter(numbers[place] for place in np.argmax(vectors @ middles.T, axis=1)) if len(vectors) else Counter()
    found = [
        Trend(words[number], count, count / len(vectors), len(before[number]) / total)
        for number, count in counted.items()
        if count >= _FEWEST
    ]
    grew = [trend for trend in found if trend.share >= _GREW * trend.before]
    return tuple(sorted(grew, key=lambda trend: (-trend.new, trend.words))[:_MOST])


def _middle(library: Library, papers: list[PaperId]) -> Vectors:
    middle: Vectors = _centres(library, papers).mean(axis=0)
    return middle / np.linalg.norm(middle)


def _centres(library: Library, papers: list[PaperId]) -> Vectors:
    found = [library.centres(papers[at : at + _BATCH]) for at in range(0, len(papers), _BATCH)]
    rows = [vector for some in found for vector in some.values()]
    return np.stack(rows) if rows else np.zeros((0, 0), np.float32)
