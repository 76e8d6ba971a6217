"""Vectors on a server, found within the limits of Chroma's cloud.

A request gets 300 rows and a ranking wants 2,000: the rows are dealt to collections by chance, so that the nearest
2,000 of all are, but for a stray one, among the nearest 300 of each.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import partial
from heapq import nlargest
from itertools import chain

import numpy as np

from assistant.index.server.collection import PAGE, dealt, opened
from assistant.index.server.connection import ChromaServer, Connection
from assistant.index.server.place import Place
from assistant.index.vectors.reading import RowId, VectorReader
from assistant.ports import Vectors
from assistant.types import PaperId

_WAITS = (0.3, 1.0)  # seconds: somebody waits for the answer
_FEW = 500  # rows that are fetched to be compared; more are compared with what was kept of them here
Found = list[tuple[RowId, float]]
Kept = Callable[[Iterable[PaperId]], Iterator[tuple[list[RowId], Vectors]]]


class ServerReader(VectorReader):
    """No snapshot: rows that another process writes meanwhile are found too. `kept` gives the vectors that
    papers.sqlite has of papers, batch by batch.

    Raises `ChromaFailed`, and `VectorsUnreadable` for collections that are not there.
    """

    walked = 0  # whether its graph leads everywhere is the server's affair

    def __init__(self, place: Place, server: ChromaServer, *, kept: Kept) -> None:
        self._kept = kept
        self._server = Connection(server, waits=_WAITS)
        self.close = weakref.finalize(self, self._server.close)
        self._shards = opened(self._server, place.names)
        self.mark = self._shards[0].mark

    def search(self, vector: Vectors, k: int) -> Found:
        asked = min(k, PAGE)
        if asked < 1:
            return []
        answers = self._server.each(partial(shard.nearest, vector, asked) for shard in self._shards)
        found = ((RowId.read(id), score) for answer in answers for id, score in answer)
        return nlargest(k, found, key=lambda each: each[1])

    def search_among(self, vector: Vectors, k: int, rows: Sequence[RowId]) -> Found:
        ids = [str(row) for row in rows]
        if k < 1 or not ids:
            return []
        return self._compare(vector, ids)[:k] if len(ids) <= _FEW else self._scan(vector, k, {r.paper for r in rows})

    def search_within(self, vector: Vectors, k: int, papers: Set[PaperId]) -> Found:
        found = self.search(vector, PAGE * len(self._shards))
        passed = [(row, score) for row, score in found if row.paper in papers]
        return passed[:k] if len(passed) >= k else self._scan(vector, k, papers)

    def count(self) -> int:
        return sum(self._server.each(shard.count for shard in self._shards))

    def _scan(self, vector: Vectors, k: int, papers: Set[PaperId]) -> Found:
        """Every row of these papers compared, here: no page of a server is long enough to sift them from."""
        best: Found = []
        for rows, vectors in self._kept(papers):
            scores = vectors @ vector
            best += [(rows[place], float(scores[place])) for place in np.argsort(-scores, kind="stable")[:k]]
            best = nlargest(k, best, key=lambda found: found[1])
        return best

    def _get(self, ids: list[str], dim: int) -> tuple[list[str], Vectors]:
        pages = dealt(ids, len(self._shards), id=str)
        answers = self._server.each(partial(self._shards[n].get, page) for n, page in pages)
        found = dict(chain.from_iterable(answers))
        return list(found), np.stack(list(found.values())) if found else np.empty((0, dim), np.float32)
