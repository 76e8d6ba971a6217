"""The vectors once more, in papers.sqlite: as float16, at half the room.

Why: docs/decisions/0043-damage-is-noticed.md
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from assistant.index.store.queries import one
from assistant.index.store.rows import in_batches
from assistant.index.vectors.reading import RowId
from assistant.ports import Vectors
from assistant.types import Chunk, PaperId

_KEY = "paper, digest, ordinal"
_WIDTH = 2  # bytes of a float16
_AT_ONCE = 2_000  # papers, or rows of all
_OF_PAPERS = """FROM papers CROSS JOIN kept ON kept.embedder = ? AND kept.paper = papers.id
    AND kept.digest = papers.digest AND length(vector) = ?"""


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
    connection: sqlite3.Connection, embedder: str, dim: int | None, chunks: Sequence[tuple[RowId, Chunk]]
) -> dict[RowId, Vectors]:
    """The vectors of those that this embedder made of the very same stretch. `dim`: as many as it has now, if known."""
    rows = connection.execute(
        f'SELECT {_KEY}, start, "end", vector FROM kept '
        "WHERE embedder = ? AND length(vector) = coalesce(?, length(vector)) "
        "AND paper IN (SELECT value FROM json_each(?))",
        (embedder, dim and dim * _WIDTH, json.dumps([row.paper for row, _ in chunks])),
    ).fetchall()
    found = {(RowId(*each[:3]), each[3], each[4]): _vector(each[5]) for each in rows}
    places = ((row, (row, chunk.start, chunk.end)) for row, chunk in chunks)
    return {row: found[place] for row, place in places if place in found}


def read_kept(connection: sqlite3.Connection, embedder: str, dim: int, rows: Sequence[RowId]) -> dict[RowId, Vectors]:
    """What was kept of these rows as this embedder made them: a rebuild with another one may have begun and not ended.
    Nothing in an index of the first release."""
    if not _is_there(connection):
        return {}
    found = connection.execute(
        f"SELECT {_KEY}, vector FROM kept "
        "WHERE embedder = ? AND length(vector) = ? AND paper IN (SELECT value FROM json_each(?))",
        (embedder, dim * _WIDTH, json.dumps([row.paper for row in rows])),
    ).fetchall()
    wanted = set(rows)
    return {row: _vector(each[3]) for each in found if (row := RowId(*each[:3])) in wanted}


def kept_by_paper(
    connection: sqlite3.Connection, embedder: str, generation: int, papers: Iterable[PaperId]
) -> Iterator[tuple[list[RowId], Vectors]]:
    """The rows of these papers that are certainly in the stores, with vectors of length 1, shape (n, dim), in
    batches."""
    for batch in in_batches(papers, _AT_ONCE):
        found = connection.execute(
            f"SELECT {_KEY}, vector FROM kept JOIN derived USING (paper) WHERE NOT stale AND generation = ? "
            "AND embedder = ? AND paper IN (SELECT value FROM json_each(?))",
            (generation, embedder, json.dumps(batch)),
        ).fetchall()
        if found:
            content = b"".join(each[3] for each in found)
            vectors = np.frombuffer(content, np.float16).reshape(len(found), -1).astype(np.float32)
            yield [RowId(*each[:3]) for each in found], _of_length_1(vectors)


def count_kept(connection: sqlite3.Connection, embedder: str, dim: int) -> int:
    """How many rows `all_kept` gives."""
    return one(connection, f"SELECT count(*) {_OF_PAPERS}", embedder, dim * _WIDTH) if _is_there(connection) else 0


def all_kept(connection: sqlite3.Connection, embedder: str, dim: int) -> Iterator[tuple[list[RowId], Vectors]]:
    """All rows of the papers as they are, with vectors of length 1, shape (n, dim), in batches; those of a paper follow
    one another. Nothing in an index of the first release."""
    if not _is_there(connection):
        return
    found = connection.execute(
        f"SELECT paper, papers.digest, ordinal, vector {_OF_PAPERS} ORDER BY papers.rowid, ordinal",
        (embedder, dim * _WIDTH),
    )
    while rows := found.fetchmany(_AT_ONCE):
        yield [RowId(*each[:3]) for each in rows], _read(rows, dim)


def kept_as(
    connection: sqlite3.Connection, embedder: str, dim: int, texts: Mapping[PaperId, str]
) -> tuple[list[RowId], Vectors]:
    """The same of these papers, each with the digest of its text, in their order."""
    rows: list[RowId] = []
    vectors = [np.empty((0, dim), np.float32)]
    for batch in in_batches(texts.items() if _is_there(connection) else (), _AT_ONCE):
        found = connection.execute(
            f"SELECT {_KEY}, vector FROM json_each(?) AS asked CROSS JOIN kept ON embedder = ? AND length(vector) = ? "
            "AND paper = json_extract(asked.value, '$[0]') AND digest = json_extract(asked.value, '$[1]') "
            "ORDER BY asked.key, ordinal",
            (json.dumps(batch), embedder, dim * _WIDTH),
        ).fetchall()
        rows += [RowId(*each[:3]) for each in found]
        vectors.append(_read(found, dim))
    return rows, np.concatenate(vectors)


def forget(connection: sqlite3.Connection) -> None:
    """What papers do not say any more."""
    connection.execute(
        "DELETE FROM kept WHERE NOT EXISTS (SELECT 1 FROM papers WHERE id = paper AND papers.digest = kept.digest)"
    )


def forget_others(connection: sqlite3.Connection, embedder: str) -> None:
    """What other embedders made. Not while a rebuild with one of them can be taken up again."""
    connection.execute("DELETE FROM kept WHERE embedder <> ?", (embedder,))


def _is_there(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone())


def _read(rows: Sequence[Sequence[Any]], dim: int) -> Vectors:  # sqlite gives whatever stands in a column
    content = b"".join(each[3] for each in rows)
    return _of_length_1(np.frombuffer(content, np.float16).reshape(len(rows), dim).astype(np.float32))


def _of_length_1(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.float32(1e-9))
    return unit


def _vector(content: bytes) -> Vectors:
    vector = np.frombuffer(content, np.float16).astype(np.float32)
    return vector / (np.float32(np.linalg.norm(vector)) or np.float32(1))
