"""The matrix of all vectors, gathered from papers.sqlite and kept in a file that is mapped: a process that answers one
question reads of it what it compares.

The file holds for one revision of one embedder's vectors; of another revision it is made again.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import reduce
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.index.derived_files import FileShelf
from assistant.index.layout import Layout, Manifest
from assistant.index.store.kept_vectors import all_kept, count_kept
from assistant.index.store.queries import count_settled
from assistant.index.store.tables import is_being_written
from assistant.index.vectors.compared import ComparedVectors

_NAME = "vectors"
_ALIGNED = 64  # bytes, at which arrays begin
_MOST = 500_000  # rows, 770 MB of 384 dimensions: where there are more, Chroma's graph is asked


def open_compared(layout: Layout, manifest: Manifest, connection: sqlite3.Connection) -> ComparedVectors | None:
    """None where vectors are missing in papers.sqlite, as in an index of the first release, or there are too many."""
    shelf = FileShelf(layout.folder)
    key: list[str | int] = [manifest.revision, manifest.embedder, manifest.dim]
    content = shelf.map(_NAME)
    if content is not None and (found := _unpacked(content, key)):
        return found
    n = count_kept(connection, manifest.embedder, manifest.dim)
    if n > _MOST or n < count_settled(connection, manifest.generation):
        return None
    made = _gathered(connection, manifest, n)
    if not is_being_written(layout):  # else the next batch would make it anew
        shelf.write(_NAME, *_packed(made, key))
    return made


def _gathered(connection: sqlite3.Connection, manifest: Manifest, n: int) -> ComparedVectors:
    papers: dict[str, str] = {}
    owners, ordinals = np.empty(n, np.int32), np.empty(n, np.int32)
    matrix = np.empty((n, manifest.dim), np.float32)
    done = 0
    for rows, vectors in all_kept(connection, manifest.embedder, manifest.dim):
        rows, vectors = rows[: n - done], vectors[: n - done]  # another process may have added some
        for place, row in enumerate(rows, start=done):
            papers[row.paper] = row.digest
            owners[place], ordinals[place] = len(papers) - 1, row.ordinal
        matrix[done : done + len(rows)] = vectors
        done += len(rows)
    return ComparedVectors([*papers], [*papers.values()], owners[:done], ordinals[:done], matrix[:done])


def _packed(vectors: ComparedVectors, key: list[str | int]) -> Iterator[bytes | memoryview]:
    body = [*_bodies(vectors)]
    told = {"papers": vectors.papers, "digests": vectors.digests}
    text = json.dumps({"key": key, "rows": len(vectors.owners), "sum": _sum(body), **told}).encode()
    yield _padded(len(text).to_bytes(8, "little") + text)
    yield from body


def _bodies(vectors: ComparedVectors) -> Iterator[bytes | memoryview]:
    for array in (vectors.owners, vectors.ordinals, vectors.matrix):
        content = np.ascontiguousarray(array).data.cast("B") if array.size else memoryview(b"")
        yield content
        yield bytes(-len(content) % _ALIGNED)


def _sum(parts: Iterable[bytes | memoryview]) -> int:
    return reduce(lambda done, part: crc32(part, done), parts, 0)


def _unpacked(content: memoryview, key: list[str | int]) -> ComparedVectors | None:
    """None where it holds for something else, or is damaged: a wrong vector would rank wrongly, and tell nobody."""
    try:
        size = int.from_bytes(content[:8], "little")
        head = json.loads(bytes(content[8 : 8 + size]))
        if head["key"] != key:
            return None
        n, dim, at = int(head["rows"]), int(key[2]), len(_padded(bytes(8 + size)))
        if _sum([content[at:]]) != head["sum"]:
            return None
        owners, ordinals = _array(content, np.int32, n, at), _array(content, np.int32, n, at + _room(4 * n))
        matrix = _array(content, np.float32, n * dim, at + 2 * _room(4 * n)).reshape(n, dim)
        return ComparedVectors(head["papers"], head["digests"], owners, ordinals, matrix)
    except (ValueError, KeyError, TypeError):
        return None


def _array(content: memoryview, kind: type, n: int, at: int) -> NDArray:  # type: ignore[type-arg]  # of this kind
    return np.frombuffer(content, kind, n, at) if n else np.empty(0, kind)


def _room(size: int) -> int:
    return size + -size % _ALIGNED


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % _ALIGNED)
