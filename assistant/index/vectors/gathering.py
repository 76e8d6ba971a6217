"""The vectors that are compared in memory: as they were mapped, brought up to the papers as they are, or gathered anew
from papers.sqlite.

Why: docs/decisions/0063-vectors-are-brought-up-to-date.md
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from assistant.index.derived_files import FileShelf
from assistant.index.layout import Layout, Manifest
from assistant.index.store.kept_vectors import all_kept, count_kept, kept_as
from assistant.index.store.queries import count_settled, settled_rows
from assistant.index.store.tables import is_being_written
from assistant.index.vectors.bringing_up import brought_up
from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.compared_file import make_of, read_compared, write_compared
from assistant.index.vectors.reading import RowId
from assistant.index.vectors.stacked import empty, stacked
from assistant.ports import Vectors
from assistant.types import PaperId

_MOST = 500_000  # rows, 770 MB of 384 dimensions: where there are more, Chroma's graph is asked


def open_compared(
    layout: Layout,
    manifest: Manifest,
    connection: sqlite3.Connection,
    before: ComparedVectors | None,
    now: Callable[[], Mapping[PaperId, str]],
) -> ComparedVectors | None:
    """`before`: of the same make, as of some earlier moment; `now`: of each paper the digest of its text, in the order
    they came, read when it is needed. None where vectors are missing in papers.sqlite, as in an
    index of the first release, or there are too many."""
    shelf, make = FileShelf(layout.folder), make_of(manifest)
    if before is None and (found := read_compared(shelf, make)):
        before, revision = found
        if revision == manifest.revision:
            return before
    made = bring_up(connection, manifest, before, now()) if before else None
    if made and not made.vectors.is_scattered:
        return made  # the file stays as it is: whoever maps it reads what has changed since
    made = replace(made, vectors=made.vectors.laid_anew()) if made else gather(connection, manifest)
    if made and not is_being_written(layout):  # else the next batches would make it anew
        write_compared(shelf, made, make, manifest.revision)
    return made


def bring_up(
    connection: sqlite3.Connection, manifest: Manifest, before: ComparedVectors, now: Mapping[PaperId, str]
) -> ComparedVectors | None:
    """None where vectors are missing, or there are too many."""

    def read(texts: Mapping[PaperId, str]) -> tuple[Sequence[RowId], Vectors]:
        rows, vectors = kept_as(connection, manifest.embedder, manifest.dim, texts)
        settled = settled_rows(connection, manifest.generation, texts)
        if len(rows) < sum(row.digest == texts[row.paper] for row in settled):
            raise _Missing
        return rows, vectors

    with suppress(_Missing):
        made = brought_up(before, now, read)
        return made if len(made.owners) <= _MOST else None
    return None


class _Missing(Exception):
    """A paper that is in chroma/ has no kept vectors."""


def gather(connection: sqlite3.Connection, manifest: Manifest) -> ComparedVectors | None:
    n = count_kept(connection, manifest.embedder, manifest.dim)
    if n > _MOST or n < count_settled(connection, manifest.generation):
        return None
    papers: dict[str, str] = {}
    owners, ordinals = np.empty(n, np.int32), np.empty(n, np.int32)
    matrix = empty(n, manifest.dim)
    done = 0
    for rows, vectors in all_kept(connection, manifest.embedder, manifest.dim):
        rows, vectors = rows[: n - done], vectors[: n - done]  # another process may have added some
        for place, row in enumerate(rows, start=done):
            papers[row.paper] = row.digest
            owners[place], ordinals[place] = len(papers) - 1, row.ordinal
        matrix[done : done + len(rows)] = vectors
        done += len(rows)
    return ComparedVectors([*papers], [*papers.values()], owners[:done], ordinals[:done], stacked(matrix, done))
