"""The derived stores of an index as they are opened to be read: whole, of this embedder, and held while they are.

Why: docs/decisions/0043-damage-is-noticed.md
"""

import sqlite3
import weakref
from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock

from assistant.errors import IndexError_, IndexMismatch
from assistant.index.disk import of_the_disk
from assistant.index.held_generations import hold
from assistant.index.layout import Layout, Manifest, check, damaged, mismatch, read_manifest, stamp
from assistant.index.probe import damage
from assistant.index.seal import is_sealed, seal
from assistant.index.server.connection import ChromaServer
from assistant.index.server.opening import missing_rows, open_reader
from assistant.index.server.place import check_place
from assistant.index.store.kept_vectors import count_kept, kept_by_paper
from assistant.index.store.queries import count_settled
from assistant.index.store.tables import is_being_written
from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.compared_file import make_of
from assistant.index.vectors.gathering import open_compared
from assistant.index.vectors.reading import Kept, VectorReader
from assistant.index.words.reading import WordReader, WordsUnreadable
from assistant.ports import Embedder
from assistant.types import PaperId


class View:
    """The derived stores as they were at one moment. chromadb is imported and opened with the first vector, and the
    server, where the vectors are on one, is asked with the first vector.
    """

    def __init__(
        self,
        layout: Layout,
        embedder: Embedder,
        connection: sqlite3.Connection,
        server: ChromaServer | None,
        before: "View | None",
    ) -> None:
        self.stamp = stamp(layout)  # before the manifest is read: at worst the view is opened once too often
        self.manifest: Manifest = read_manifest(layout)
        check(layout, self.manifest, embedder)
        check_place(layout, self.manifest.generation, server)
        held = hold(layout, self.manifest.generation)
        self.is_held = held is not None
        self._let_go = weakref.finalize(self, held.close) if held else None  # with the last question that uses it
        _ensure_whole(layout, self.manifest.generation)
        self._layout, self._connection, self._server = layout, connection, server
        self._lock = Lock()
        self._vectors: VectorReader | None = None
        is_same_make = before is not None and make_of(before.manifest) == make_of(self.manifest)
        # Of an earlier moment until it is asked for.
        self._compared: ComparedVectors | None = before._compared if before and is_same_make else None
        self._is_gathered = False
        try:
            self.words = WordReader(layout.words(self.manifest.generation))
        except WordsUnreadable as error:
            raise unreadable(layout, "word index", error) from error

    def compared(self, now: Callable[[], Mapping[PaperId, str]]) -> ComparedVectors | None:
        """The vectors in memory; None where Chroma has to be asked. `now`: of each paper the digest of its text, in the
        order they came."""
        if self._server:
            return None
        with self._lock:
            if not self._is_gathered:
                self._compared = open_compared(self._layout, self.manifest, self._connection, self._compared, now)
                self._is_gathered = True
        return self._compared

    @property
    def vectors(self) -> VectorReader:
        with self._lock:
            self._vectors = self._vectors or self._open()
        return self._vectors

    def _open(self) -> VectorReader:
        generation = self.manifest.generation
        if not self._server:
            return VectorReader(self._layout.chroma(generation), kept=self._all_kept())
        reader = open_reader(self._layout, generation, self._connection, self._server, embedder=self.manifest.embedder)
        lost = missing_rows(reader, self._connection, generation)
        if lost and not is_being_written(self._layout) and stamp(self._layout) == self.stamp:
            reader.close()
            raise damaged(self._layout, lost)
        return reader

    def _all_kept(self) -> Kept | None:
        made = self.manifest
        if count_kept(self._connection, made.embedder, made.dim) < count_settled(self._connection, made.generation):
            return None
        return partial(kept_by_paper, self._connection, made.embedder, made.generation)

    def close(self) -> None:
        if self._vectors:
            self._vectors.close()
        if self._let_go:
            self._let_go()


def open_view(
    layout: Layout,
    embedder: Embedder,
    connection: sqlite3.Connection,
    server: ChromaServer | None,
    before: View | None = None,
) -> View:
    """`before`: a view of the same index, of which what did not change is taken over."""
    while True:
        seen = stamp(layout)
        try:
            return View(layout, embedder, connection, server, before)
        except IndexMismatch:
            if stamp(layout) == seen:
                raise  # else a rebuild swapped the stores under its hands


def _ensure_whole(layout: Layout, generation: int) -> None:
    """Raises `IndexDamaged`. While another process writes, that one has looked."""
    if is_sealed(layout, generation) or is_being_written(layout):
        return
    before = stamp(layout)
    what = damage(layout.folder, generation)
    if is_being_written(layout) or stamp(layout) != before:
        return  # a writer began meanwhile, and what was seen is half of the old and half of the new
    if what:
        raise of_the_disk(layout, what) or damaged(layout, what)
    seal(layout, generation)


def unreadable(layout: Layout, what: str, error: Exception) -> IndexError_:
    told = mismatch(layout, f"the {what} in {layout.folder} cannot be read ({error})")
    return of_the_disk(layout, str(error)) or told
