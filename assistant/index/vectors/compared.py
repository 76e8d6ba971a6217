"""All vectors of an index in memory, each compared with the question's: no row is missed, whatever is filtered.

Knows no store.

Why: docs/decisions/0061-vectors-are-compared-in-memory.md
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from assistant.index.marked_papers import MarkedPapers
from assistant.index.vectors.reading import RowId
from assistant.index.vectors.stacked import Rows, Stacked
from assistant.ports import NearChunks, Vectors
from assistant.types import PaperId

_FEW = 0.1  # of the rows: up to here those of a restriction are taken out, above it all are compared and then sifted


@dataclass(eq=False)  # arrays are compared place by place
class ComparedVectors:
    """`papers` with their `digests`; of each row, sorted by paper: the place of its paper, its ordinal, its vector of
    length 1. Any number of threads may ask.
    """

    papers: Sequence[PaperId]
    digests: Sequence[str]
    owners: NDArray[np.int32]
    ordinals: NDArray[np.int32]
    vectors: Stacked

    def search(self, vector: Vectors, k: int, within: Set[PaperId] | None = None) -> NearChunks:
        """At most k rows by cosine similarity, nearest first; of these papers only."""
        if k < 1 or not len(self.owners):
            return NearChunks.listed([])
        if within is None:
            return self._best(np.arange(len(self.owners)), self.vectors @ vector, k)
        rows = np.flatnonzero(self._mask(within)[self.owners])
        few = len(rows) <= _FEW * len(self.owners)
        return self._best(rows, self.vectors.take(rows) @ vector if few else (self.vectors @ vector)[rows], k)

    def fetch(self, rows: Sequence[RowId], *, dim: int) -> Vectors:
        """The vectors of these rows in their order, shape (n, dim); those that do not exist are left out."""
        places = [place for row in rows for place in self._rows_of(row.paper) if self._row(place) == row]
        return self.vectors.take(np.asarray(places)) if places else np.empty((0, dim), np.float32)

    def centres(self, papers: Sequence[PaperId]) -> dict[PaperId, Vectors]:
        """The mean of each paper's rows, of length 1."""
        sums = {
            paper: self.vectors.take(np.asarray(rows)).sum(axis=0) for paper in papers if (rows := self._rows_of(paper))
        }
        return {paper: total / (float(np.linalg.norm(total)) or 1.0) for paper, total in sums.items()}

    def _best(self, rows: NDArray[np.int64], scores: Vectors, k: int) -> NearChunks:
        head = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(len(scores))
        ordered = head[np.argsort(-scores[head], kind="stable")]
        found = rows[ordered]
        papers, owners = _each_once(self.owners[found])
        ids = [self.papers[paper] for paper in papers.tolist()]
        return NearChunks(ids, owners, self.ordinals[found], scores[ordered].astype(np.float64))

    def _mask(self, within: Set[PaperId]) -> NDArray[np.bool_]:
        """Of the papers."""
        if isinstance(within, MarkedPapers):
            return np.append(within.marks, False)[self._places_among(within.places)]
        if len(within) > _FEW * len(self.papers):
            return np.fromiter(map(within.__contains__, self.papers), bool, len(self.papers))
        mask = np.zeros(len(self.papers) + 1, bool)
        mask[np.fromiter(map(self.places.get, within, repeat(-1)), np.int64, len(within))] = True
        return mask[:-1]

    def _places_among(self, others: Mapping[PaperId, int]) -> Rows:
        """Of each paper its place among all that filters are told of, or -1. Kept until these change."""
        last = self._last
        if last[0] is not others:
            found = np.fromiter(map(others.get, self.papers, repeat(-1)), np.int64, len(self.papers))
            last = self._last = others, found
        return last[1]

    def _rows_of(self, paper: PaperId) -> range:
        place = self.places.get(paper, -1)
        first, after = np.searchsorted(self.owners, (place, place + 1)).tolist()
        return range(first, after)

    def _row(self, place: int) -> RowId:
        owner = int(self.owners[place])
        return RowId(self.papers[owner], self.digests[owner], int(self.ordinals[place]))

    _last: tuple[Mapping[PaperId, int] | None, Rows] = None, np.empty(0, np.int64)

    @cached_property
    def places(self) -> Mapping[PaperId, int]:
        return {paper: place for place, paper in enumerate(self.papers)}


def _each_once(papers: NDArray[np.int32]) -> tuple[NDArray[np.int32], Rows]:
    """The papers in the order in which they first occur, and the place in it of each one given."""
    own, first, which = np.unique(papers, return_index=True, return_inverse=True)
    order = np.argsort(first)
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return own[order], places[which]
