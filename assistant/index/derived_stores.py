"""Brings chroma/ and words/ up to papers.sqlite, batch by batch.

A batch that was begun and not finished (a crash, a provider that failed) stays stale and is done again from the
start: first the rows that are going to be in chroma/ are noted beside those that are, then both stores are written,
and only then are the papers marked as done and their old rows forgotten.

Why: docs/decisions/0002-sqlite-is-the-truth.md
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import tee

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
from assistant.types import Chunk, Paper, PaperId, Progress

_BATCH = 256  # papers; what is embedded again at most when the process dies
_AT_ONCE = 64  # texts given to the embedder or a worker at a time, so that a bar moves

Tick = Callable[[Progress], None]
# What `Embedder.embed` makes of each piece, in their order; may take pieces long before it gives what it made of them.
Engine = Callable[[Iterable[Sequence[str]]], Iterator[Vectors]]


def fill(
    connection: sqlite3.Connection,
    layout: Layout,
    *,
    generation: int,
    embedder: Embedder,
    engine: Engine,
    server: ChromaServer | None,
    progress: Tick,
) -> Iterator[int]:
    """Yields how many chunks were embedded for each batch when both stores have it, before it is marked as done: what
    is announced then is announced again if the process dies in between."""
    total = pending(connection, generation)
    # Two readers of the same batches: an engine takes texts of later ones while an earlier one is written.
    batches, ahead = tee(_batches(connection, generation, embedder))
    pieces = (piece for batch in ahead for piece in in_batches(batch.new_texts(), _AT_ONCE))
    made = engine(pieces)
    with _writer(connection, layout, generation, server) as vectors, WordWriter(layout.words(generation)) as words:
        done = 0
        progress(Progress("embedding", done, total))
        for batch in batches:
            # Embedded before anything is deleted: a request that fails must not lose the paper.
            bar = _Bar(progress, done, len(batch.stale), total)
            embedded = _vectors(batch, made, embedder, bar)
            _note(connection, generation, batch, embedded, embedder)
            vectors.delete(spans(connection, generation, batch.stale))
            vectors.add(batch.chunks, batch.texts, embedded)
            words.replace(batch.stale, batch.papers)
            yield len(batch.new)
            _mark_done(connection, generation, batch.stale)
            done += len(batch.stale)
            progress(Progress("embedding", done, total))


def _writer(
    connection: sqlite3.Connection, layout: Layout, generation: int, server: ChromaServer | None
) -> VectorWriter | ServerWriter:
    if not server:
        return VectorWriter(layout.chroma(generation))
    return ServerWriter(layout, generation, server, rows=one(connection, "SELECT count(*) FROM kept"))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Stale papers, first come first, those of them that are still there, and their chunks."""

    stale: list[PaperId]
    papers: list[Paper]
    chunks: list[Chunk]
    texts: list[str]
    kept: dict[int, Vectors]  # by the place of the chunk
    new: list[int]  # places of the others

    def new_texts(self) -> Iterator[str]:
        return (self.texts[place] for place in self.new)


def _batches(connection: sqlite3.Connection, generation: int, embedder: Embedder) -> Iterator[_Batch]:
    """All that is stale. Goes by the order of the rows: an earlier batch need not be done when a later one is read."""
    splitter = Splitter(Chunking())
    last = -1
    while rows := _next(connection, generation, last):
        last = rows[-1][0]
        stale = [paper for _, paper in rows]
        papers = [paper for paper, _ in read_papers(connection, stale).values()]
        chunks = [chunk for paper in papers for chunk in splitter.chunks(paper)]
        keys = [(row_of(chunk), chunk) for chunk in chunks]
        found = kept_of(connection, embedder.name, embedder.dim, keys)
        kept = {place: found[row] for place, (row, _) in enumerate(keys) if row in found}
        new = [place for place in range(len(chunks)) if place not in kept]
        yield _Batch(stale, papers, chunks, [splitter.text(chunk) for chunk in chunks], kept, new)


class _Bar:
    """Tells how far a batch is, in papers of the whole."""

    def __init__(self, progress: Tick, before: int, papers: int, total: int) -> None:
        self._progress, self._before, self._papers, self._total = progress, before, papers, total

    def __call__(self, share: float) -> None:
        self._progress(Progress("embedding", self._before + int(share * self._papers), self._total))


def _vectors(batch: _Batch, made: Iterator[Vectors], embedder: Embedder, bar: Callable[[float], None]) -> Vectors:
    """Those that were kept, and the next that were made."""
    new: list[Vectors] = [np.empty((0, embedder.dim), np.float32)]
    done = 0
    while done < len(batch.new):
        new.append(next(made))
        done += len(new[-1])
        bar(done / len(batch.new))
    vectors = np.empty((len(batch.chunks), embedder.dim), np.float32)
    for place, vector in batch.kept.items():
        vectors[place] = vector
    vectors[batch.new] = np.concatenate(new)
    return vectors


def _next(connection: sqlite3.Connection, generation: int, after: int) -> list[tuple[int, PaperId]]:
    rows = connection.execute(
        "SELECT rowid, paper FROM derived WHERE stale AND generation = ? AND rowid > ? ORDER BY rowid LIMIT ?",
        (generation, after, _BATCH),
    )
    return rows.fetchall()


def _note(connection: sqlite3.Connection, generation: int, batch: _Batch, vectors: Vectors, embedder: Embedder) -> None:
    """What was kept stays as it is, bit for bit: rounded once more it would be another vector."""
    new = [batch.chunks[place] for place in batch.new]
    with transaction(connection):
        keep(connection, embedder.name, ((row_of(chunk), chunk) for chunk in new), vectors[batch.new])
        connection.executemany(
            "INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            ((generation, *row_of(chunk), chunk.start, chunk.end) for chunk in batch.chunks),
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
