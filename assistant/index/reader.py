"""The reading side of an index: papers by id and by filter, and both rankings."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from types import TracebackType

from assistant.errors import IndexMismatch, IndexMissing
from assistant.index.disk import state_without_locks
from assistant.index.layout import Layout, read_manifest, stamp
from assistant.index.remembered import Remembered
from assistant.index.server.connection import ChromaServer
from assistant.index.store import counts as counting
from assistant.index.store import queries as reading
from assistant.index.store.passing import Columns
from assistant.index.store.tables import connect
from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.reading import RowId, VectorsUnreadable
from assistant.index.view import View, open_view, unreadable
from assistant.index.words.repeated import Repeated, repeated
from assistant.ports import Embedder, Entry, NearChunk, NearChunks, Selection, Vectors
from assistant.types import Chunk, Filters, Hit, Paper, PaperId

_log = logging.getLogger(__name__)
_FEW = 0.25  # of the papers: up to here their rows are named to Chroma, above it its ranking is sifted


def sources_in(folder: Path) -> dict[str, int]:
    """Each source with the number of its papers, in the order first indexed, whatever embedder it was made with.

    Raises `IndexMissing`, and `IndexMismatch` where papers.sqlite is not ours."""
    with closing(connect(Layout(folder))) as connection:
        return reading.sources(connection)


def embedder_of(folder: Path) -> str | None:
    """The name of the embedding model that the index has now; None where there is no index that says so."""
    with suppress(IndexMissing, IndexMismatch):
        return read_manifest(Layout(folder)).embedder
    return None


class Index:
    """A `PaperIndex` on disk. Any number of threads may ask it.

    `select` is the first step of a question: there it notices that another process wrote and opens the stores
    again. Between two selections the rankings are those of one moment, whatever is written meanwhile.
    """

    def __init__(
        self,
        layout: Layout,
        connection: sqlite3.Connection,
        embedder: Embedder,
        server: ChromaServer | None,
    ) -> None:
        self._layout, self._connection, self._embedder, self._server = layout, connection, embedder, server
        self._unlocked = state_without_locks(layout)
        self._view = open_view(layout, embedder, connection, server)
        self._lock = Lock()
        self._passed_by: tuple[int, int] | None = None  # the stamp of a manifest that this embedder cannot follow
        self._remembered = Remembered(self._version)
        self._selected: tuple[Columns, Filters, Selection] | None = None  # the last: one question selects three times

    @classmethod
    def open(cls, folder: Path, *, embedder: Embedder, server: ChromaServer | None = None) -> "Index":
        """`server`: where the vectors are, if not in the folder; it is asked with the first vector, and what needs
        vectors raises `ChromaFailed` then.

        Raises `IndexMissing`, or `IndexMismatch` where it was made in another format, by another embedder or with its
        vectors elsewhere, and `IndexError_` where the disk is full.
        """
        layout = Layout(folder)
        connection = connect(layout)  # first: what is no index of this program is not a damaged one
        try:
            return cls(layout, connection, embedder, server)
        except BaseException:
            connection.close()
            raise

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._view.close()
        self._connection.close()

    def refresh(self) -> None:
        """Opens the stores again if another process has written since. Costs one look at a file if not.

        Of an index that was rebuilt with another embedding model the stores from before go on, and the log says so.
        """
        if self._unlocked != state_without_locks(self._layout):
            self._connect_anew()
        if self._looked_at(stamp(self._layout)):
            return
        with self._lock:
            now = stamp(self._layout)
            if self._looked_at(now):
                return  # another thread was first
            try:
                self._view, self._passed_by = self._open_view(), None
            except IndexMismatch as error:
                if not self._view.is_held or read_manifest(self._layout).generation == self._view.manifest.generation:
                    raise
                if self._passed_by is None:
                    _log.warning("%s. Answers go on from what was there before, until a restart.", error.message)
                self._passed_by = now

    def _connect_anew(self) -> None:
        """Questions that other threads are at go on with the connection from before."""
        with self._lock:
            self._unlocked, self._connection = state_without_locks(self._layout), connect(self._layout)
            self._remembered, self._view = Remembered(self._version), self._open_view()

    def _looked_at(self, now: tuple[int, int] | None) -> bool:
        return now is not None and now in (self._view.stamp, self._passed_by)

    def count(self) -> int:
        return self._remembered("count", lambda: reading.one(self._connection, "SELECT count(*) FROM papers"))

    def counts(self) -> reading.Counts:
        return reading.counts(self._connection, self._view.manifest.generation)

    def undated(self) -> int:
        """Papers without an ISO date."""
        return self.counts().undated

    def pending(self) -> int:
        """Papers that the rankings do not have: another process is indexing, or died doing so, or has rebuilt the index
        with another embedding model."""
        if self._passed_by is not None:  # what is stale is noted in the generation that is written
            return reading.without_chunks(self._connection, self._view.manifest.generation)
        return reading.pending(self._connection, self._view.manifest.generation)

    def searchable(self) -> dict[PaperId, str]:
        """The papers that the rankings have, each with the digest of its text, which is the same under another id."""
        self.refresh()
        return reading.searchable(self._connection, self._view.manifest.generation)

    def sources(self) -> dict[str, int]:
        """Each source with the number of its papers, in the order first indexed."""
        return self._remembered("sources", lambda: reading.sources(self._connection))

    def list_papers(self) -> Iterator[Paper]:
        """All papers, in the order they came."""
        return reading.all_papers(self._connection)

    def papers(self, ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
        return {id: paper for id, (paper, _) in reading.read_papers(self._connection, ids).items()}

    def select(self, filters: Filters) -> Selection:
        self.refresh()
        if not filters:
            return Selection(ids=None)
        if filters.papers:
            return Columns(self._connection, filters.papers).select(filters)
        columns, known = self._remembered("columns", lambda: Columns(self._connection)), self._selected
        if known is None or known[:2] != (columns, filters):
            known = self._selected = columns, filters, columns.select(filters)
        return known[2]

    def by_date(self, within: Set[PaperId] | None = None) -> dict[PaperId, str | None]:
        return counting.by_date(self._connection, within)

    def mentioning(self, said: Callable[[str], bool], within: Set[PaperId] | None = None) -> set[PaperId]:
        return counting.mentioning(self._connection, said, within)

    def search_words(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[tuple[PaperId, float]]:
        return self._view.words.search(query, k, within=within, repeated=self._known_copies()[1])

    def ids(self) -> Set[PaperId]:
        return self._digests().keys()

    def near_copies(self) -> dict[PaperId, PaperId]:
        return self._known_copies()[0]

    def search_vectors(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> list[Hit]:
        return self.hits(self.nearest(vector, k, within=within))

    def nearest(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> NearChunks:
        """Rows cut from a text that is no longer the paper's are left out."""
        if compared := self._view.compared(self._digests):
            return compared.search(vector, k, within).without(self._changed(compared))
        try:
            found = self._nearest(vector, k, within)
        except VectorsUnreadable:
            self._reopen()  # one unknown id fails a whole query: papers.sqlite is ahead of the snapshot
            found = self._nearest_or_mismatch(vector, k, within)
        now = self._digests()
        there = [(row.paper, row.ordinal, score) for row, score in found if now.get(row.paper) == row.digest]
        return NearChunks.listed(there)

    def hits(self, found: Iterable[NearChunk]) -> list[Hit]:
        found = list(found)
        ids = {paper for paper, _, _ in found}
        papers = reading.read_papers(self._connection, ids)
        spans = reading.spans(self._connection, self._view.manifest.generation, ids)
        rows = ((RowId(id, papers[id][1], ordinal), score) for id, ordinal, score in found if id in papers)
        return [Hit(Chunk(papers[row.paper][0], row.ordinal, *spans[row]), s) for row, s in rows if row in spans]

    def vectors(self, hits: Sequence[Hit]) -> Vectors:
        return self.vectors_of([(hit.chunk.paper.id, hit.chunk.ordinal, hit.score) for hit in hits])

    def vectors_of(self, found: Iterable[NearChunk]) -> Vectors:
        now, view = self._digests(), self._view
        rows = [RowId(paper, now[paper], ordinal) for paper, ordinal, _ in found if paper in now]
        return (view.compared(self._digests) or view.vectors).fetch(rows, dim=self._embedder.dim)

    def terms(self, text: str) -> list[str]:
        return self._view.words.terms(text)

    def mended(self, text: str) -> str:
        return self._view.words.mended(text)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        return self._view.words.frequencies(terms, repeated=self._known_copies()[1])

    def state(self) -> str:
        self.refresh()
        return self._view.manifest.revision

    def entries(self) -> list[Entry]:
        return self._remembered("entries", lambda: reading.entries(self._connection))

    def search_begun(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[PaperId]:
        return self._view.words.search_begun(query, k, within=within)

    def centres(self, ids: Iterable[PaperId]) -> dict[PaperId, Vectors]:
        view = self._view
        if compared := view.compared(self._digests):
            return compared.centres([*ids])
        rows = reading.settled_rows(self._connection, view.manifest.generation, ids)
        return view.vectors.centres(rows, dim=self._embedder.dim)

    def _known_copies(self) -> tuple[dict[PaperId, PaperId], Repeated]:
        return self._remembered("copies", self._read_copies)

    def _read_copies(self) -> tuple[dict[PaperId, PaperId], Repeated]:
        copies = reading.near_copies(self._connection)
        return copies, repeated([*copies])

    def _digests(self) -> dict[PaperId, str]:
        """Of each paper that there is now that of its text."""
        return self._remembered("digests", lambda: reading.digests(self._connection))

    def _changed(self, vectors: ComparedVectors) -> set[PaperId]:
        """The papers of these vectors that are gone or have another text now."""
        now, there = self._digests(), zip(vectors.papers, vectors.digests, strict=True)
        return self._remembered(vectors, lambda: {paper for paper, digest in there if now.get(paper) != digest})

    def _version(self) -> int:
        """Another number after every change by another process, also one that the manifest does not tell of yet."""
        return reading.one(self._connection, "PRAGMA data_version")

    def _open_view(self) -> View:
        return open_view(self._layout, self._embedder, self._connection, self._server, self._view)

    def _reopen(self) -> None:
        with self._lock:
            self._view = self._open_view()

    def _nearest(self, vector: Vectors, k: int, within: Set[PaperId] | None) -> list[tuple[RowId, float]]:
        view = self._view
        if within is None:
            return view.vectors.search(vector, k)
        if len(within) > _FEW * self.count():
            return view.vectors.search_within(vector, k, within)
        rows = reading.settled_rows(self._connection, view.manifest.generation, within)
        return view.vectors.search_among(vector, k, rows)

    def _nearest_or_mismatch(self, vector: Vectors, k: int, within: Set[PaperId] | None) -> list[tuple[RowId, float]]:
        try:
            return self._nearest(vector, k, within)
        except VectorsUnreadable as error:
            raise unreadable(self._layout, "vectors", error) from error
