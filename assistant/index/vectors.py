"""The vectors in chroma/, read through the chromadb client alone. Knows no text and no sqlite of ours."""

import os
import secrets
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.index.layout import COLLECTION
from assistant.ports import Vectors
from assistant.types import PaperId


@dataclass(frozen=True, slots=True)
class Place:
    """A row that was found: which stretch of which paper, the digest of the text it was cut from, the similarity."""

    paper: PaperId
    ordinal: int
    start: int
    end: int
    digest: str
    score: float


class VectorsUnreadable(Exception):
    """Chroma could not do it: an id it does not know, a folder that was replaced or damaged, a full disk."""


class VectorReader:
    """A snapshot: Chroma does not see in its queries what other processes write after it was opened."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():  # Chroma would make it
            raise VectorsUnreadable(f"{folder} does not exist")
        with translated():
            client = open_client(f"{folder}{_spelling()}")
            # Closed when the last question that uses this snapshot has let it go, not under its hands.
            self.close = weakref.finalize(self, client.close)
            self._collection = client.get_collection(COLLECTION, embedding_function=None)

    def search(self, vector: Vectors, k: int, *, ids: Sequence[str] | None = None) -> list[Place]:
        """At most k rows, nearest first; among `ids` only, all of which must exist."""
        if k < 1 or ids == []:
            return []
        with translated():
            found = self._collection.query(
                query_embeddings=vector[None, :],
                n_results=k,
                ids=None if ids is None else list(ids),
                include=["metadatas", "distances"],
            )
        rows = zip(found["metadatas"][0], found["distances"][0], strict=True)
        return [_place(row, distance) for row, distance in rows]


def row_id(paper: PaperId, ordinal: int) -> str:
    return f"{paper}#{ordinal}"


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


def _place(row: Any, distance: float) -> Place:
    return Place(
        paper=row["paper"],
        ordinal=row["ordinal"],
        start=row["start"],
        end=row["end"],
        digest=row["digest"],
        score=1.0 - distance,  # the store gives a distance; we keep similarity
    )
