"""Brings chroma/ and words/ up to papers.sqlite, batch by batch.

A batch that was begun and not finished (a crash, a provider that failed) stays stale and is done again from the
start: first the rows that are going to be in chroma/ are noted beside those that are, then both stores are written,
and only then are the papers marked as done and their old rows forgotten.

Why: docs/decisions/0002-sqlite-is-the-truth.md
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from assistant.database import transaction
from assistant.index.layout import Chunking, Layout
from assistant.index.server.connection import ChromaServer
from assistant.index.server.writing import ServerWriter
from assistant.index.store.kept_vectors import keep, kept_of
from assistant.index.store.queries import one, pending, read_papers, spans
from assistant.index.store.rows import in_batches
from assistant.index.vectors.chunking import Splitter
from assistant.index.vectors.writing import VectorWriter, row_of
from assistant.index.words.writing import WordWriter
from assistant.ports import Embedder, Vectors
from assistant.types import Chunk, PaperId, Progress

_BATCH = 256  # papers; what is embedded again at most when the process dies
_AT_ONCE = 64  # texts given to the embedder at a time, so that a bar moves

Tick = Callable[[Progress], None]


def fill(
    connection: sqlite3.Connection,
    layout: Layout,
    *,
    generation: int,
    embedder: Embedder,
    server: ChromaServer | None,
    progress: Tick,
) -> Iterator[int]:
    """Yields how many chunks were embedded for each batch when both stores have it, before it is marked as done: what
    is announced then is announced again if the process dies in between."""
    total = pending(connection, generation)
    splitter = Splitter(Chunking())
    with _writer(connection, layout, generation, server) as vectors, WordWriter(layout.words(generation)) as words:
        done = 0
        progress(Progress("embedding", done, total))
        while stale := _next(connection, generation):
            papers = [paper for paper, _ in read_papers(connection, stale).values()]
            chunks = [chunk for paper in papers for chunk in splitter.chunks(paper)]
            texts = [splitter.text(chunk) for chunk in chunks]
            # Embedded before anything is deleted: a request that fails must not lose the paper.
            embedded, made = _vectors(connection, chunks, texts, embedder, _Bar(progress, done, len(stale), total))
            _note(connection, generation, chunks, embedded, embedder)
            vectors.delete(spans(connection, generation, stale))
            vectors.add(chunks, texts, embedded)
            words.replace(stale, papers)
            yield made
            _mark_done(connection, generation, stale)
            done += len(stale)
            progress(Progress("embedding", done, total))


def _writer(
    connection: sqlite3.Connection, layout: Layout, generation: int, server: ChromaServer | None
) -> VectorWriter | ServerWriter:
    if not server:
        return VectorWriter(layout.chroma(generation))
    return ServerWriter(layout, generation, server, rows=one(connection, "SELECT count(*) FROM kept"))


class _Bar:
    """Tells how far a batch is, in papers of the whole."""

    def __init__(self, progress: Tick, before: int, papers: int, total: int) -> None:
        self._progress, self._before, self._papers, self._total = progress, before, papers, total

    def __call__(self, share: float) -> None:
        self._progress(Progress("embedding", self._before + int(share * self._papers), self._total))


def _vectors(
    connection: sqlite3.Connection, chunks: Sequence[Chunk], texts: Sequence[str], embedder: Embedder, bar: _Bar
) -> tuple[Vectors, int]:
    """Those that were kept, the others embedded; and how many these are."""
    rows = [row_of(chunk) for chunk in chunks]
    kept = kept_of(connection, embedder.name, embedder.dim, list(zip(rows, chunks, strict=True)))
    new = [place for place, row in enumerate(rows) if row not in kept]
    vectors = np.empty((len(chunks), embedder.dim), np.float32)
    for place, row in enumerate(rows):
        if row in kept:
            vectors[place] = kept[row]
    vectors[new] = _embed([texts[place] for place in new], embedder, bar)
    return vectors, len(new)


def _embed(texts: Sequence[str], embedder: Embedder, bar: Callable[[float], None]) -> Vectors:
    parts: list[Vectors] = [np.empty((0, embedder.dim), np.float32)]
    done = 0
    for batch in in_batches(texts, _AT_ONCE):
        parts.append(embedder.embed(batch))
        done += len(batch)
        bar(done / len(texts))
    return np.concatenate(parts)


def _next(connection: sqlite3.Connection, generation: int) -> list[PaperId]:
    """Stale papers, first come first."""
    rows = connection.execute(
        "SELECT paper FROM derived WHERE stale AND generation = ? ORDER BY rowid LIMIT ?", (generation, _BATCH)
    )
    return [paper for (paper,) in rows.fetchall()]


def _note(
    connection: sqlite3.Connection, generation: int, chunks: Sequence[Chunk], vectors: Vectors, embedder: Embedder
) -> None:
    with transaction(connection):
        keep(connection, embedder.name, ((row_of(chunk), chunk) for chunk in chunks), vectors)
        connection.executemany(
            "INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            ((generation, *row_of(chunk), chunk.start, chunk.end) for chunk in chunks),
        )


def _mark_done(connection: sqlite3.Connection, generation: int, stale: Sequence[PaperId]) -> None:
    own = [(generation, paper) for paper in stale]
    with transaction(connection):
        connection.executemany(
            "DELETE FROM chunks WHERE generation = ? AND paper = ? "
            "AND digest IS NOT (SELECT digest FROM papers WHERE id = paper)",
            own,
        )
        connection.executemany("UPDATE derived SET stale = 0 WHERE generation = ? AND paper = ?", own)
        connection.executemany(
            "DELETE FROM derived WHERE generation = ? AND paper = ? "
            "AND NOT EXISTS (SELECT 1 FROM papers WHERE id = paper)",
            own,
        )
