"""Brings chroma/ and words/ up to papers.sqlite, batch by batch. Knows no source.

A batch that was begun and not finished (a crash, a provider that failed) stays stale and is done again from the
start: first the most rows that each of its papers can have in chroma/ is noted, then both stores are written, and
only then are the papers marked as done.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from assistant.index.chunking import Splitter
from assistant.index.database import transaction
from assistant.index.layout import Chunking, Layout
from assistant.index.reading import pending, read_papers
from assistant.index.rows import in_batches
from assistant.index.vector_writing import VectorWriter
from assistant.index.vectors import row_id
from assistant.index.word_writing import WordWriter
from assistant.ports import Embedder, Vectors
from assistant.types import PaperId, Progress

_BATCH = 256  # papers; what is embedded again at most when the process dies
_AT_ONCE = 64  # texts given to the embedder at a time, so that a bar moves

Tick = Callable[[Progress], None]


def fill(
    connection: sqlite3.Connection, layout: Layout, *, generation: int, embedder: Embedder, progress: Tick
) -> Iterator[int]:
    """Yields, after each batch that is safely in, how many chunks were embedded for it."""
    total = pending(connection, generation)
    splitter = Splitter(Chunking())
    with VectorWriter(layout.chroma(generation)) as vectors, WordWriter(layout.words(generation)) as words:
        done = 0
        progress(Progress("embedding", done, total))
        while stale := _next(connection, generation):
            papers = [paper for paper, _ in read_papers(connection, stale).values()]
            chunks = [chunk for paper in papers for chunk in splitter.chunks(paper)]
            texts = [splitter.text(chunk) for chunk in chunks]
            rows = Counter(chunk.paper.id for chunk in chunks)
            # Embedded before anything is deleted: a request that fails must not lose the paper.
            embedded = _embed(texts, embedder, _Bar(progress, done, len(stale), total))
            _expect(connection, generation, rows)
            vectors.delete([row_id(paper, n) for paper, most in stale.items() for n in range(most)])
            vectors.add(chunks, texts, embedded)
            words.replace(stale, papers)
            _mark_done(connection, generation, stale, rows)
            done += len(stale)
            progress(Progress("embedding", done, total))
            yield len(chunks)


class _Bar:
    """Tells how far a batch is, in papers of the whole."""

    def __init__(self, progress: Tick, before: int, papers: int, total: int) -> None:
        self._progress, self._before, self._papers, self._total = progress, before, papers, total

    def __call__(self, share: float) -> None:
        self._progress(Progress("embedding", self._before + int(share * self._papers), self._total))


def _embed(texts: Sequence[str], embedder: Embedder, bar: Callable[[float], None]) -> Vectors:
    parts: list[Vectors] = [np.empty((0, embedder.dim), np.float32)]
    done = 0
    for batch in in_batches(texts, _AT_ONCE):
        parts.append(embedder.embed(batch))
        done += len(batch)
        bar(done / len(texts))
    return np.concatenate(parts)


def _next(connection: sqlite3.Connection, generation: int) -> dict[PaperId, int]:
    """Stale papers, first come first, with the most rows that each can have in chroma/."""
    rows = connection.execute(
        "SELECT paper, chunks FROM derived WHERE stale AND generation = ? ORDER BY rowid LIMIT ?", (generation, _BATCH)
    )
    return dict(rows.fetchall())


def _expect(connection: sqlite3.Connection, generation: int, rows: Mapping[PaperId, int]) -> None:
    with transaction(connection):
        connection.executemany(
            "UPDATE derived SET chunks = max(chunks, ?) WHERE generation = ? AND paper = ?",
            ((n, generation, paper) for paper, n in rows.items()),
        )


def _mark_done(
    connection: sqlite3.Connection, generation: int, stale: Mapping[PaperId, int], rows: Mapping[PaperId, int]
) -> None:
    """A paper without rows is one that left the index: every paper of it has at least one chunk."""
    with transaction(connection):
        connection.executemany(
            "UPDATE derived SET chunks = ?, stale = 0 WHERE generation = ? AND paper = ?",
            ((n, generation, paper) for paper, n in rows.items()),
        )
        connection.executemany(
            "DELETE FROM derived WHERE generation = ? AND paper = ?",
            ((generation, paper) for paper in stale if paper not in rows),
        )
