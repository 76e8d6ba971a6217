"""The vectors once more, in papers.sqlite: as float16, at half the room.

Why: docs/decisions/0043-damage-is-noticed.md
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.index.vectors.reading import RowId
from assistant.ports import Vectors
from assistant.types import Chunk

_KEY = "paper, digest, ordinal"


def keep(
    connection: sqlite3.Connection, embedder: str, chunks: Iterable[tuple[RowId, Chunk]], vectors: Vectors
) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (embedder, *row, chunk.start, chunk.end, vector.tobytes())
            for (row, chunk), vector in zip(chunks, vectors.astype(np.float16), strict=True)
        ),
    )


def kept_of(
    connection: sqlite3.Connection, embedder: str, chunks: Sequence[tuple[RowId, Chunk]]
) -> dict[RowId, Vectors]:
    """The vectors of those that this embedder made of the very same stretch."""
    rows = connection.execute(
        f'SELECT {_KEY}, start, "end", vector FROM kept '
        "WHERE embedder = ? AND paper IN (SELECT value FROM json_each(?))",
        (embedder, json.dumps([row.paper for row, _ in chunks])),
    ).fetchall()
    found = {(RowId(*each[:3]), each[3], each[4]): _vector(each[5]) for each in rows}
    places = ((row, (row, chunk.start, chunk.end)) for row, chunk in chunks)
    return {row: found[place] for row, place in places if place in found}


def read_kept(connection: sqlite3.Connection, embedder: str, rows: Sequence[RowId]) -> dict[RowId, Vectors]:
    """What was kept of these rows, made by this embedder; nothing in an index of the first release."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone():
        return {}
    found = connection.execute(
        f"SELECT {_KEY}, vector FROM kept WHERE embedder = ? AND paper IN (SELECT value FROM json_each(?))",
        (embedder, json.dumps([row.paper for row in rows])),
    ).fetchall()
    wanted = set(rows)
    return {row: _vector(each[3]) for each in found if (row := RowId(*each[:3])) in wanted}


def forget(connection: sqlite3.Connection) -> None:
    """What papers do not say any more."""
    connection.execute(
        "DELETE FROM kept WHERE NOT EXISTS (SELECT 1 FROM papers WHERE id = paper AND papers.digest = kept.digest)"
    )


def forget_others(connection: sqlite3.Connection, embedder: str) -> None:
    """What other embedders made. Not while a rebuild with one of them can be taken up again."""
    connection.execute("DELETE FROM kept WHERE embedder <> ?", (embedder,))


def _vector(content: bytes) -> Vectors:
    vector = np.frombuffer(content, np.float16).astype(np.float32)
    return vector / (np.float32(np.linalg.norm(vector)) or np.float32(1))
