"""The collections that the rows of an index are dealt to, each within the limits of Chroma's cloud.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

import numpy as np

from assistant.index.server.connection import Connection
from assistant.index.store.rows import in_batches
from assistant.index.vectors.writing import HNSW
from assistant.ports import Vectors

PAGE = 300  # rows of one request, asked for, written or deleted
T = TypeVar("T")


class Collection:
    """One collection. `add` is called as llama-index calls it; no list may be longer than a page."""

    def __init__(self, connection: Connection, known: dict[str, Any]) -> None:
        self._ask, self._path = connection.collections, f"/{known['id']}"
        self.mark = str((known.get("metadata") or {}).get("mark", ""))

    def set_mark(self, mark: str) -> None:
        """A text that the server keeps with the collection."""
        self._ask("PUT", self._path, {"new_metadata": {"mark": mark}})
        self.mark = mark

    def count(self) -> int:
        return int(self._ask("GET", f"{self._path}/count"))

    def add(
        self,
        *,
        ids: list[str],
        embeddings: list[list[float]],
        metadatas: list[dict[str, Any]],
        documents: list[str],
    ) -> None:
        """A row that is there already stays as it is."""
        said = {"ids": ids, "embeddings": embeddings, "metadatas": metadatas, "documents": documents}
        self._ask("POST", f"{self._path}/add", said)

    def delete(self, ids: list[str]) -> None:
        self._ask("POST", f"{self._path}/delete", {"ids": ids})

    def get(self, ids: list[str]) -> list[tuple[str, Vectors]]:
        """Those that are there, in any order."""
        found = self._ask("POST", f"{self._path}/get", {"ids": ids, "include": ["embeddings"]})
        return list(zip(found["ids"], np.asarray(found["embeddings"] or [], np.float32), strict=True))

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """At most k rows with their similarity."""
        said = {"query_embeddings": [vector.tolist()], "n_results": k, "include": ["distances"]}
        found = self._ask("POST", f"{self._path}/query", said)
        # The store gives a distance; we keep similarity.
        return [(id, 1.0 - far) for id, far in zip(found["ids"][0], found["distances"][0], strict=True)]


def made(connection: Connection, names: list[str]) -> list[Collection]:
    """The collections of these names; those that are not there are made."""
    said = {"get_or_create": True, "configuration": {"hnsw": HNSW}}
    make = partial(connection.collections, "POST", "")
    return [
        Collection(connection, known) for known in connection.each(partial(make, {"name": n, **said}) for n in names)
    ]


def opened(connection: Connection, names: list[str]) -> list[Collection]:
    """Raises `VectorsUnreadable` where one is not there."""
    found = connection.each(partial(connection.collections, "GET", f"/{name}") for name in names)
    return [Collection(connection, known) for known in found]


def dealt(items: Iterable[T], shards: int, *, id: Callable[[T], str]) -> Iterator[tuple[int, list[T]]]:
    """Pages of items with the number of their collection, which hangs on the id alone."""
    piles: list[list[T]] = [[] for _ in range(shards)]
    for item in items:
        piles[zlib.crc32(id(item).encode()) % shards].append(item)
    for shard, pile in enumerate(piles):
        for page in in_batches(pile, PAGE):
            yield shard, page
