"""The writing side of an index, for one process at a time.

Why: docs/decisions/0002-sqlite-is-the-truth.md
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from types import TracebackType

from assistant.database import transaction
from assistant.errors import IndexError_, IndexMismatch, IndexMissing, UsageError
from assistant.index.derived_stores import Engine, fill
from assistant.index.disk import is_closed, not_to_be_written
from assistant.index.held_generations import let_go, make_holdable
from assistant.index.layout import (
    Layout,
    Manifest,
    check,
    check_format,
    damaged,
    missing,
    read_manifest,
    sweep,
    write_manifest,
)
from assistant.index.probe import damage
from assistant.index.seal import is_sealed, seal
from assistant.index.server.connection import ChromaServer, reach
from assistant.index.server.opening import damage_on_server
from assistant.index.server.place import check_place
from assistant.index.server.writing import drop
from assistant.index.store import queries as reading
from assistant.index.store.arrivals import Arrivals
from assistant.index.store.kept_vectors import forget, forget_others
from assistant.index.store.near_copies import compare_all
from assistant.index.store.paper_identity import mark_stale
from assistant.index.store.removals import end_removals, is_removal_begun
from assistant.index.store.rows import in_batches
from assistant.index.store.source_updates import drop_source, replace_source
from assistant.index.store.tables import connect, writing
from assistant.index.write_errors import as_index_errors
from assistant.ports import Embedder
from assistant.types import IndexReport, Progress, Record, Rejection

Entries = Iterable[Record | Rejection]
Tick = Callable[[Progress], None]

_EVERY = 100  # entries read between two ticks


class IndexWriter:
    """Takes sources in and out. Held open it keeps other writers out; readers go on and see each batch when it is in.

    What a run was killed in the middle of is completed by the next `update`, `update_all` or `remove`.
    """

    def __init__(
        self,
        layout: Layout,
        connection: sqlite3.Connection,
        embedder: Embedder,
        engine: Engine,
        server: ChromaServer | None,
        held: ExitStack,
    ) -> None:
        self._layout, self._connection, self._held = layout, connection, held
        self._embedder, self._engine, self._server = embedder, engine, server

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        embedder: Embedder,
        engine: Engine | None = None,
        server: ChromaServer | None = None,
        create: bool = True,
    ) -> "IndexWriter":
        """`engine` makes the vectors of `embedder` elsewhere; without it they are made here. `server`: where they are
        kept, if not in the folder.

        Raises `IndexBusy` while another process writes, `IndexError_` where this user may not; without `create`,
        `IndexMissing` where there is no index.
        """
        layout = Layout(folder)
        if not create and not layout.papers.is_file():
            raise missing(layout)
        if is_closed(layout):
            raise not_to_be_written(layout)
        with as_index_errors(layout):
            folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as held:
            with as_index_errors(layout):
                held.enter_context(writing(layout))
            connection = held.enter_context(closing(connect(layout, create=True)))
            kept = held.pop_all()
        return cls(layout, connection, embedder, engine or partial(map, embedder.embed), server, kept)

    def __enter__(self) -> "IndexWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._held.close()

    def update(self, source: str, entries: Entries, *, progress: Tick) -> IndexReport:
        """Takes over all that one source says now; `updating.replace_source` defines what is counted how."""
        return self.update_all([(source, entries)], progress=progress)

    def update_all(self, reads: Iterable[tuple[str, Entries]], *, progress: Tick) -> IndexReport:
        """Several sources, one after the other, embedded together at the end; the counts are added up.

        Raises `IndexMismatch` before anything is read, and whatever the embedder raises: what was read is kept
        then, and embedded by the next run. `undated` counts papers of these sources.
        """
        started = perf_counter()
        generation = self._compared(self._generation(), progress)
        total = IndexReport()
        sources: list[str] = []
        for source, entries in reads:
            arrivals = Arrivals(self._connection, source)
            for batch in in_batches(_counted(entries, progress)):
                with as_index_errors(self._layout):
                    arrivals.add(batch)
            with as_index_errors(self._layout):
                total += replace_source(self._connection, arrivals, generation=generation)
            sources.append(source)
        return self._finish(total, generation, sources, progress, started)

    def remove(self, source: str, *, progress: Tick) -> IndexReport:
        """Forgets a source, or goes on with that where it was killed. Raises `UsageError` naming the sources where this
        is none."""
        started = perf_counter()
        known = reading.sources(self._connection)
        if source not in known and not is_removal_begun(self._connection, source):
            listed = ", ".join(known) or "none"
            raise UsageError(f"{source} is not a source of this index", hint=f"Its sources are: {listed}.")
        generation = self._compared(self._generation(), progress)
        with as_index_errors(self._layout):
            report = drop_source(self._connection, source, generation=generation)
        return self._finish(report, generation, [source], progress, started)

    def rebuild(self, *, progress: Tick) -> IndexReport:
        """Makes chroma/ and words/ anew from papers.sqlite, with this embedder and in this program's format.

        They are built beside the old ones, which serve until the new manifest is there and stay where this fails.
        """
        started = perf_counter()
        generation = self._compared(self._new_generation(), progress)
        report = self._finish(IndexReport(), generation, list(self.sources()), progress, started, publish=False)
        forget_others(self._connection, self._embedder.name)  # only now: one of theirs could have been going on
        return report

    def examine(self) -> IndexError_ | None:
        """What an index that is looked at in full is refused for: damage, another format, or vectors that are not where
        the settings say; None where it is whole. Seals it then. Raises `ChromaFailed` where the server does not answer.
        """
        if self._server:
            reach(self._server)
        try:
            manifest = read_manifest(self._layout)
            check_format(self._layout, manifest)
            check_place(self._layout, manifest.generation, self._server)
            found = self._damage(manifest, in_full=True)
        except IndexMissing:
            return damaged(self._layout, "its manifest is not there")
        except IndexMismatch as error:
            return error
        if found:
            return damaged(self._layout, found)
        seal(self._layout, manifest.generation)
        return None

    def _damage(self, manifest: Manifest, *, in_full: bool) -> str | None:
        """Unless `in_full`, what is sealed counts as whole, and of a server the counts are looked at."""
        looks = in_full or not is_sealed(self._layout, manifest.generation)
        if looks and (found := damage(self._layout.folder, manifest.generation)):
            return found
        if not self._server:
            return None
        return damage_on_server(self._layout, manifest, self._connection, self._server, in_full=in_full)

    def sources(self) -> dict[str, int]:
        """Each source with the number of its papers, in the order first indexed."""
        return reading.sources(self._connection)

    def _compared(self, generation: int, progress: Tick) -> int:
        with as_index_errors(self._layout):
            compare_all(self._connection, progress)
        return generation

    def _generation(self) -> int:
        """That of the manifest; a new one where nothing was ever finished."""
        try:
            manifest = read_manifest(self._layout)
        except IndexMissing:
            return self._new_generation()
        check(self._layout, manifest, self._embedder)
        check_place(self._layout, manifest.generation, self._server)
        return self._new_generation() if self._damage(manifest, in_full=False) else manifest.generation

    def _new_generation(self) -> int:
        used = reading.one(self._connection, "SELECT coalesce(max(generation), 0) FROM derived")
        generation = 1 + max([used, *self._layout.generations()])
        ids = self._connection.execute("SELECT id FROM papers ORDER BY rowid").fetchall()
        with transaction(self._connection):
            mark_stale(self._connection, (id for (id,) in ids), generation)
        return generation

    def _finish(
        self,
        report: IndexReport,
        generation: int,
        sources: list[str],
        progress: Tick,
        started: float,
        *,
        publish: bool = True,
    ) -> IndexReport:
        """Brings the stores up to the papers; `publish` after each batch, so that readers have what is in."""
        embedded = 0
        with as_index_errors(self._layout):
            make_holdable(self._layout, generation)
            for chunks in self._batches(generation, progress):
                embedded += chunks
                if publish:
                    write_manifest(self._layout, self._manifest(generation))
            self._note_counts(generation)
            self._sweep(generation)
            seal(self._layout, generation)
            end_removals(self._connection)
        counts = reading.counts(self._connection, generation)
        undated = reading.undated(self._connection, sources)
        seconds = perf_counter() - started
        return replace(report, undated=undated, papers=counts.papers, embedded=embedded, seconds=seconds)

    def _batches(self, generation: int, progress: Tick) -> Iterator[int]:
        stores = (self._layout.chroma(generation), self._layout.words(generation))
        if reading.pending(self._connection, generation) or not all(store.is_dir() for store in stores):
            yield from fill(
                self._connection,
                self._layout,
                generation=generation,
                embedder=self._embedder,
                engine=self._engine,
                server=self._server,
                progress=progress,
            )

    def _manifest(self, generation: int) -> Manifest:
        counts = asdict(reading.counts(self._connection, generation))
        return Manifest(self._embedder.name, self._embedder.dim, generation, counts)

    def _note_counts(self, generation: int) -> None:
        """Leaves the manifest alone where it says the same already, so that readers need not look."""
        with suppress(IndexMissing, IndexMismatch):
            if replace(read_manifest(self._layout), revision="") == self._manifest(generation):
                return
        write_manifest(self._layout, self._manifest(generation))

    def _sweep(self, generation: int) -> None:
        """Takes away what an interrupted rebuild or the generation before left, unless somebody still reads it."""
        forget(self._connection)
        for folder in (self._layout.folder, self._layout.folder / "made"):
            sweep(folder)
        rows = self._connection.execute("SELECT DISTINCT generation FROM derived").fetchall()
        for number in {*self._layout.generations(), *(number for (number,) in rows)} - {generation}:
            with let_go(self._layout, number) as is_free:
                if is_free and (not self._server or drop(self._layout, number, self._server)):
                    self._drop(number)

    def _drop(self, generation: int) -> None:
        for table in ("derived", "chunks"):
            self._connection.execute(f"DELETE FROM {table} WHERE generation = ?", (generation,))
        for store in self._layout.generations().get(generation, ()):
            shutil.rmtree(store, ignore_errors=True)  # a file that a reader holds open stays on some systems
        self._layout.held(generation).unlink(missing_ok=True)


def _counted(entries: Entries, progress: Tick) -> Iterator[Record | Rejection]:
    n = 0
    for n, entry in enumerate(entries, start=1):
        yield entry
        if n % _EVERY == 0:
            progress(Progress("reading", n, 0))
    progress(Progress("reading", n, 0))
