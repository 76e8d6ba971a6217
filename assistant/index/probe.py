"""Looks through chroma/ and words/ for damage, in a process of its own: damaged vectors can end it.

Whatever papers.sqlite says is in the stores has to be there: every row with the vector that was kept of it, every row
reachable by a search (of many the oldest, the middle and the newest), every paper in the word index.

Why: docs/decisions/0043-damage-is-noticed.md
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.disk import is_closed
from assistant.index.layout import Layout, Manifest, read_manifest
from assistant.index.server.place import read_place
from assistant.index.store.kept_vectors import read_kept
from assistant.index.store.queries import all_rows, one
from assistant.index.store.rows import in_batches
from assistant.index.store.tables import connect
from assistant.index.vectors.reading import RowId, VectorReader
from assistant.index.words.checking import faults as word_faults
from assistant.ports import Vectors

_AT_ONCE = 2_000
_MISSED = 0.2  # of the rows
_NO_WORSE = 0.02  # cosine: Chroma's graph, whole as it is, leads to one of equally near rows and not to all
_ALIKE = 0.99  # cosine of a vector and what was kept of it


def damage(folder: Path, generation: int) -> str | None:
    """What is wrong with the stores of this generation, in a few words; None where they are whole.

    Only while no other process writes.
    """
    package = str(Path(__file__).parents[2])
    code = f"import sys; sys.path.insert(0, {package!r}); from assistant.index.probe import main; main()"
    done = subprocess.run([sys.executable, "-c", code, str(folder), str(generation)], capture_output=True, text=True)
    if done.returncode == 0:
        return json.loads(done.stdout.splitlines()[-1]) or None
    if done.returncode < 0:
        return f"the process that looked through it was ended by signal {-done.returncode}"
    return (done.stderr.strip().splitlines() or ["it cannot be looked through"])[-1][:300]


def main() -> None:
    layout, generation = Layout(Path(sys.argv[1])), int(sys.argv[2])
    sys.stdout.write(json.dumps(next(_faults(layout, generation), "")) + "\n")


def _faults(layout: Layout, generation: int) -> Iterator[str]:
    with closing(connect(layout)) as connection:
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            yield f"papers.sqlite: {said}"
        noted = {
            paper for (paper,) in connection.execute("SELECT paper FROM derived WHERE generation = ?", (generation,))
        }
        due = {row.paper for row in all_rows(connection, generation)}
        yield from word_faults(layout.words(generation), due=due, noted=noted)
        if read_place(layout.chroma(generation)):
            return  # what is on a server ends no process: assistant/index/server/opening.py looks
        if not (layout.chroma(generation) / "chroma.sqlite3").is_file():
            yield "the vectors are not there any more"
            return
        if is_closed(layout):
            return  # Chroma writes to what it opens; what is compared in memory comes from papers.sqlite
        with closing(VectorReader(layout.chroma(generation))) as reader:
            yield from vector_faults(reader, connection, read_manifest(layout))


def vector_faults(reader: VectorReader, connection: sqlite3.Connection, made: Manifest) -> Iterator[str]:
    rows = all_rows(connection, made.generation)
    for batch in in_batches(rows, _AT_ONCE):
        found = reader.by_row(batch)
        if lost := len(batch) - len(found):
            yield f"{lost:,} of {len(batch):,} vectors looked for are missing"
        kept = read_kept(connection, made.embedder, made.dim, batch)
        if any(not _same(found[row], vector) for row, vector in kept.items()):
            yield "vectors are not those that were written"
    if reader.count() > one(connection, "SELECT count(*) FROM chunks WHERE generation = ?", made.generation):
        yield "it has vectors that are of no paper"
    yield from _unreachable(reader, rows)


def _same(found: Vectors, kept: Vectors) -> bool:
    return found.shape == kept.shape and float(found @ kept) >= _ALIKE * float(np.linalg.norm(kept)) ** 2


def _unreachable(reader: VectorReader, rows: list[RowId]) -> Iterator[str]:
    if rows and len(rows) > reader.walked:
        yield from _misled(reader, [rows[0], rows[len(rows) // 2], rows[-1]])
    elif rows:
        (start,) = reader.by_row(rows[:1]).values()
        met = {row for row, _ in reader.search(start, reader.walked)}
        is_met = np.asarray([row in met for row in rows])
        if (~is_met).mean() > _MISSED and (lost := _lost(reader, rows, is_met)) > _MISSED * len(rows):
            yield f"a search does not lead to {lost:,} of {len(rows):,} vectors"


def _misled(reader: VectorReader, rows: list[RowId]) -> Iterator[str]:
    for row, vector in reader.by_row(rows).items():
        nearest = reader.search(vector, 1)
        if not nearest or nearest[0][1] < 1 - 1e-3:
            yield f"a search does not lead to the vector of {row.paper}"


def _lost(reader: VectorReader, rows: list[RowId], is_met: NDArray[np.bool_]) -> int:
    """How many rows are not met, nor another one that is about as near to them as any is."""
    found = reader.by_row(rows)
    vectors = np.stack([found[row] for row in rows])
    lost = 0
    for batch in in_batches(np.flatnonzero(~is_met).tolist(), _AT_ONCE):
        alike = vectors[batch] @ vectors.T
        alike[np.arange(len(batch)), batch] = -1.0  # itself
        lost += int((alike[:, is_met].max(axis=1, initial=-1.0) < alike.max(axis=1) - _NO_WORSE).sum())
    return lost
