"""Vectors that were gathered before, brought up to the papers as they are: what did not change is not read again.

The result is the same, row by row, as gathering all anew. Knows no store.

Why: docs/decisions/0063-vectors-are-brought-up-to-date.md
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from operator import eq, not_

import numpy as np
from numpy.typing import NDArray

from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.reading import RowId
from assistant.index.vectors.stacked import Rows
from assistant.ports import Vectors
from assistant.types import PaperId

Read = Callable[[Mapping[PaperId, str]], tuple[Sequence[RowId], Vectors]]


def brought_up(before: ComparedVectors, now: Mapping[PaperId, str], read: Read) -> ComparedVectors:
    """`now`: of each paper that there is the digest of its text, in the order they came; the result has them in this
    order, without those that have no row. `read` is asked for the rows of those that are new or have another text, the
    rows of a paper one after the other."""
    known = dict(zip(before.papers, before.digests, strict=True))
    stay = [*map(eq, map(known.get, now), now.values())]
    rows, vectors = read(dict(compress(now.items(), map(not_, stay))))
    added = {paper: place for place, paper in enumerate(dict.fromkeys(row.paper for row in rows), len(before.papers))}
    places = np.full(len(now), -1)
    places[stay] = np.fromiter(map(before.places.__getitem__, compress(now, stay)), np.int64)
    places[np.logical_not(stay)] = [added.get(paper, -1) for paper in compress(now, map(not_, stay))]
    there = (places >= 0).tolist()
    papers = [*compress(now, there)]
    owners = np.concatenate([before.owners, np.asarray([added[row.paper] for row in rows], np.int32)])
    ordinals = np.concatenate([before.ordinals, np.asarray([row.ordinal for row in rows], np.int32)])
    counts, taken = _rows_of(places[places >= 0], owners)
    return ComparedVectors(
        papers,
        [*compress(now.values(), there)],
        np.repeat(np.arange(len(papers), dtype=np.int32), counts),
        ordinals[taken],
        before.vectors.with_rows(taken, vectors),
    )


def _rows_of(papers: Rows, owners: NDArray[np.int32]) -> tuple[Rows, Rows]:
    """How many rows each of these papers has, and which, one paper after the other. `owners` is sorted."""
    starts, ends = np.searchsorted(owners, papers, "left"), np.searchsorted(owners, papers, "right")
    counts = ends - starts
    first = np.cumsum(counts) - counts
    return counts, np.repeat(starts - first, counts) + np.arange(counts.sum())
