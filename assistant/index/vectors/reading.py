"""The vectors in chroma/, read through the chromadb client alone."""

import os
import secrets
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from heapq import nlargest
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.index.layout import COLLECTION
from assistant.ports import Vectors
from assistant.types import PaperId

_FEW = 500  # rows; comparing that many takes Chroma 40 ms of fetching, its own restricted query 30


class RowId(NamedTuple):
    """A row of chroma/: which chunk of which paper, cut from the text of this digest.

    With the digest in it a row that was cut from an earlier text is never taken for one of the text as it is.
    """

    paper: PaperId
    digest: str
    ordinal: int

    def __str__(self) -> str:
        return f"{self.paper}#{self.digest}#{self.ordinal}"

    @classmethod
    def read(cls, text: str) -> "RowId":
        paper, digest, ordinal = text.rsplit("#", 2)
        return cls(paper, digest, int(ordinal))


Found = list[tuple[RowId, float]]
Kept = Callable[[Iterable[PaperId]], Iterator[tuple[list[RowId], Vectors]]]


class VectorsUnreadable(Exception):
    """Chroma could not do it: an id it does not know, a folder that was replaced or damaged, a full disk."""


class VectorReader:
    """A snapshot: Chroma does not see in its queries what other processes write after it was opened. `kept`, where they
    are all there, gives the vectors that papers.sqlite has of papers, batch by batch.
    """

    walked = 20_000  # rows up to which a search for all of them is made to look for damage; it takes seconds beyond

    def __init__(self, folder: Path, *, kept: Kept | None = None) -> None:
        self._kept = kept
        if not folder.is_dir():  # Chroma would make it
            raise VectorsUnreadable(f"{folder} does not exist")
        with translated():
            client = open_client(f"{folder}{_spelling()}")
            # Closed when the last question that uses this snapshot has let it go, not under its hands.
            self.close = weakref.finalize(self, client.close)
            self._collection = client.get_collection(COLLECTION, embedding_function=None)

    def search(self, vector: Vectors, k: int) -> list[tuple[RowId, float]]:
        """At most k rows with their similarity, nearest first."""
        return self._query(vector, k, None)

    def search_among(self, vector: Vectors, k: int, rows: Sequence[RowId]) -> list[tuple[RowId, float]]:
        """The same of `rows` only, all of which must exist. Few of them are compared one by one: that is as fast, and
        no row is missed, whereas Chroma's graph does not lead to every one of many near-duplicates."""
        ids = [str(row) for row in rows]
        if k < 1 or not ids:
            return []
        if len(ids) <= _FEW:
            return self._compare(vector, ids)[:k]
        return self._scan(vector, k, {row.paper for row in rows}) if self._kept else self._query(vector, k, ids)

    def search_within(self, vector: Vectors, k: int, papers: Set[PaperId]) -> list[tuple[RowId, float]]:
        """The same for papers that are a large part of all: fetches more and more rows until k of them pass."""
        asked = 2 * k
        while True:
            found = self.search(vector, asked)
            passed = [(row, score) for row, score in found if row.paper in papers]
            if len(passed) >= k or len(found) < asked:
                return passed[:k]
            asked *= 4

    def fetch(self, rows: Sequence[RowId], *, dim: int) -> Vectors:
        """The vectors of these rows in their order, shape (n, dim); those that do not exist are left out."""
        found, vectors = self._get([str(row) for row in rows], dim)  # in an order of Chroma's own
        places = {id: place for place, id in enumerate(found)}
        return vectors[[places[str(row)] for row in rows if str(row) in places]]

    def count(self) -> int:
        with translated():
            return int(self._collection.count())

    def by_row(self, rows: Sequence[RowId]) -> dict[RowId, Vectors]:
        """The vectors of those rows that exist."""
        found, vectors = self._get([str(row) for row in rows], 0)
        return {RowId.read(id): vector for id, vector in zip(found, vectors, strict=True)}

    def centres(self, rows: Sequence[RowId], *, dim: int) -> dict[PaperId, Vectors]:
        """The mean of each paper's rows, of length 1."""
        found, vectors = self._get([str(row) for row in rows], dim)
        sums: dict[PaperId, Vectors] = {}
        for id, vector in zip(found, vectors, strict=True):
            paper = RowId.read(id).paper
            sums[paper] = sums.get(paper, 0) + vector
        return {paper: total / (float(np.linalg.norm(total)) or 1.0) for paper, total in sums.items()}

    def _scan(self, vector: Vectors, k: int, papers: Set[PaperId]) -> Found:
        """Every row of these papers compared, as it was kept: of 3,500 named rows Chroma takes 0.7 s."""
        best: Found = []
        for rows, vectors in self._kept(papers) if self._kept else ():
            scores = vectors @ vector
            best += [(rows[place], float(scores[place])) for place in np.argsort(-scores, kind="stable")[:k]]
            best = nlargest(k, best, key=lambda found: found[1])
        return best

    def _query(self, vector: Vectors, k: int, ids: list[str] | None) -> list[tuple[RowId, float]]:
        """Only ids are asked for: of 2,000 rows with their metadata Chroma takes 236 ms, without 11."""
        if k < 1:
            return []
        with translated():
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=k, ids=ids, include=["distances"]
            )
        # The store gives a distance; we keep similarity.
        return [(RowId.read(id), 1.0 - far) for id, far in zip(found["ids"][0], found["distances"][0], strict=True)]

    def _compare(self, vector: Vectors, ids: list[str]) -> list[tuple[RowId, float]]:
        found, vectors = self._get(ids, len(vector))
        scores = vectors @ vector
        return [(RowId.read(found[place]), float(scores[place])) for place in np.argsort(-scores, kind="stable")]

    def _get(self, ids: list[str], dim: int) -> tuple[list[str], Vectors]:
        if not ids:  # Chroma raises
            return [], np.empty((0, dim), np.float32)
        with translated():
            found = self._collection.get(ids=ids, include=["embeddings"])
        vectors = found["embeddings"] if found["ids"] else np.empty((0, dim))
        return found["ids"], np.asarray(vectors, np.float32)


def open_client(path: str) -> Any:  # chromadb is imported late, and so are its types
    """A client of the folder; without Chroma's telemetry, its server and its embedding model."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")  # read when chromadb is imported
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path, settings=Settings(anonymized_telemetry=False))


@contextmanager
def translated() -> Iterator[None]:
    """Chroma's errors as ours."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise VectorsUnreadable(str(error)) from error


def _spelling() -> str:
    """The same folder spelled in another way each time: within a process Chroma gives all clients of equal paths one
    shared store, so that opening again would show the old state as long as any of them is open."""
    return "".join("//." if bit == "1" else "/." for bit in f"{secrets.randbits(32):b}")
