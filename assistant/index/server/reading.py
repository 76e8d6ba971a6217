"""Vectors on a server, found within the limits of Chroma's cloud.

A request gets 300 rows and a ranking wants 2,000: the rows are dealt to eight collections by chance, so that the
nearest 2,000 of all are, but for a stray one, among the nearest 300 of each.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import partial
from heapq import nlargest
from typing import Any

import numpy as np

from assistant.index.server.connection import PAGE, ChromaServer, Connection
from assistant.index.server.place import COLUMNS, Place, column_of
from assistant.index.store.rows import in_batches
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

    walked = PAGE  # rows that a search certainly can lead to

    def __init__(self, place: Place, server: ChromaServer, *, kept: Kept) -> None:
        self._kept = kept
        self._server = Connection(server, waits=_WAITS)
        self.close = weakref.finalize(self, self._server.close)
        get = partial(self._server.client.get_collection, embedding_function=None)
        names = [place.collection(level, column) for level in range(place.levels) for column in range(COLUMNS)]
        self._collections: list[Any] = self._server.each([partial(get, name) for name in names])

    @property
    def turn(self) -> str:
        return turn_of(self._collections[0])

    def search(self, vector: Vectors, k: int) -> Found:
        return nlargest(k, self._reach(vector, k)[0], key=lambda found: found[1])

    def search_among(self, vector: Vectors, k: int, rows: Sequence[RowId]) -> Found:
        ids = [str(row) for row in rows]
        if k < 1 or not ids:
            return []
        return self._compare(vector, ids)[:k] if len(ids) <= _FEW else self._scan(vector, k, {r.paper for r in rows})

    def search_within(self, vector: Vectors, k: int, papers: Set[PaperId]) -> Found:
        found, is_all = self._reach(vector, PAGE)
        passed = [(row, score) for row, score in found if row.paper in papers]
        if is_all or len(passed) >= k:
            return nlargest(k, passed, key=lambda each: each[1])
        return self._scan(vector, k, papers)

    def count(self) -> int:
        return sum(self._server.each([collection.count for collection in self._collections]))

    def _reach(self, vector: Vectors, k: int) -> tuple[Found, bool]:
        """The nearest k of each collection, 300 at most, and whether these are all there are."""
        if k < 1:
            return [], False
        asked = min(k, PAGE)
        ask = {"query_embeddings": vector[None, :], "n_results": asked, "include": ["distances"]}
        answers = self._server.each([partial(collection.query, **ask) for collection in self._collections])
        # The store gives a distance; we keep similarity.
        found = [
            (RowId.read(id), 1.0 - far)
            for each in answers
            for id, far in zip(each["ids"][0], each["distances"][0], strict=True)
        ]
        return found, all(len(each["ids"][0]) < asked for each in answers)

    def _scan(self, vector: Vectors, k: int, papers: Set[PaperId]) -> Found:
        """Every row of these papers compared, here: no page of a server is long enough to sift them from."""
        best: Found = []
        for rows, vectors in self._kept(papers):
            scores = vectors @ vector
            places = np.argsort(-scores, kind="stable")[:k]
            best += [(rows[place], float(scores[place])) for place in places]
            best = nlargest(k, best, key=lambda found: found[1])
        return best

    def _get(self, ids: list[str], dim: int) -> tuple[list[str], Vectors]:
        pages = [
            partial(collection.get, ids=page, include=["embeddings"])
            for place, collection in enumerate(self._collections)
            for page in in_batches((id for id in ids if column_of(RowId.read(id)) == place % COLUMNS), PAGE)
        ]
        answers = self._server.each(pages)
        found = [id for each in answers for id in each["ids"]]
        vectors = [np.asarray(each["embeddings"], np.float32) for each in answers if each["ids"]]
        return found, np.concatenate(vectors) if vectors else np.empty((0, dim), np.float32)


def turn_of(collection: Any) -> str:
    return str((collection.metadata or {}).get("turn", ""))
