"""Vectors on a server, found within the limits of Chroma's cloud.

A request gets 300 rows and a ranking wants 2,000: the rows are dealt to collections by chance, so that the nearest
2,000 of all are, but for a stray one, among the nearest 300 of each.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import weakref
from collections.abc import Set
from functools import partial
from heapq import nlargest
from itertools import chain

import numpy as np

from assistant.index.server.collection import PAGE, dealt, opened
from assistant.index.server.connection import ChromaServer, Connection
from assistant.index.server.place import Place
from assistant.index.server.row_ids import LongPapers, id_maker
from assistant.index.vectors.reading import Found, Kept, RowId, VectorReader
from assistant.ports import Vectors
from assistant.types import PaperId

_WAITS = (0.3, 1.0)  # seconds: somebody waits for the answer


class ServerReader(VectorReader):
    """No snapshot: rows that another process writes meanwhile are found too. What is not few is
    compared with what was kept of it, here: no page of a server is long enough to sift it from.

    Raises `ChromaFailed`, and `VectorsUnreadable` for collections that are not there.
    """

    walked = 0  # whether its graph leads everywhere is the server's affair

    def __init__(self, place: Place, server: ChromaServer, *, kept: Kept, long: LongPapers) -> None:
        self._kept, self._long = kept, long
        self._id_of = id_maker(short=place.short)
        self._server = Connection(server, waits=_WAITS)
        self.close = weakref.finalize(self, self._server.close)
        self._shards = opened(self._server, place.names)
        self.mark = self._shards[0].mark

    def search(self, vector: Vectors, k: int) -> Found:
        asked = min(k, PAGE)
        if asked < 1:
            return []
        answers = self._server.each(partial(shard.nearest, vector, asked) for shard in self._shards)
        found = ((self._long.row(id), score) for answer in answers for id, score in answer)
        return nlargest(k, found, key=lambda each: each[1])

    def search_within(self, vector: Vectors, k: int, papers: Set[PaperId]) -> Found:
        found = self.search(vector, PAGE * len(self._shards))
        passed = [(row, score) for row, score in found if row.paper in papers]
        return passed[:k] if len(passed) >= k else self._scan(vector, k, papers)

    def count(self) -> int:
        return sum(self._server.each(shard.count for shard in self._shards))

    def _get(self, ids: list[str], dim: int) -> tuple[list[str], Vectors]:
        sent = {self._id_of(RowId.read(id)): id for id in ids}
        pages = dealt(sent, len(self._shards), id=str)
        answers = self._server.each(partial(self._shards[n].get, page) for n, page in pages)
        found = dict(chain.from_iterable(answers))
        return [sent[id] for id in found], np.stack(list(found.values())) if found else np.empty((0, dim), np.float32)
