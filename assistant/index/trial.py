"""What indexing would do, tried on a copy of papers.sqlite: nothing of the index is written, no text is embedded."""

import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from assistant.errors import IndexMissing
from assistant.index.layout import Chunking, Layout, check_name, missing, read_manifest
from assistant.index.store import queries as reading
from assistant.index.store.kept_vectors import kept_of
from assistant.index.store.rows import in_batches
from assistant.index.store.tables import connect
from assistant.index.vectors.chunking import Splitter
from assistant.index.vectors.writing import row_of
from assistant.index.writer import IndexWriter, Tick
from assistant.ports import Embedder
from assistant.types import IndexReport


class IndexTrial(IndexWriter):
    """Reports as `IndexWriter` would, and the tokens that would be embedded. Needs no lock: others may write."""

    _begun: int | None = None  # the generation that a rebuild would make

    @classmethod
    def over(cls, folder: Path, *, embedder: Embedder, create: bool = True) -> "IndexTrial":
        """Without `create`, raises `IndexMissing` where there is no index."""
        layout = Layout(folder)
        if not create and not layout.papers.is_file():
            raise missing(layout)
        with ExitStack() as held:
            copy = Layout(Path(held.enter_context(TemporaryDirectory())))
            if layout.papers.is_file():
                with closing(connect(layout)) as papers, closing(sqlite3.connect(copy.papers)) as copied:
                    papers.backup(copied)
            connection = held.enter_context(closing(connect(copy, create=True)))
            return cls(layout, connection, embedder, partial(map, embedder.embed), None, held.pop_all())

    def _generation(self) -> int:
        if self._begun is not None:
            return self._begun
        try:
            manifest = read_manifest(self._layout)
        except IndexMissing:
            return self._new_generation()
        check_name(self._layout, manifest, self._embedder.name)  # its dimension only a remote model itself would tell
        return manifest.generation

    def _new_generation(self) -> int:
        self._begun = super()._new_generation()
        return self._begun

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
        embedded, tokens = self._due(generation)
        return replace(
            report,
            undated=reading.undated(self._connection, sources),
            papers=reading.counts(self._connection, generation).papers,
            embedded=embedded,
            tokens=tokens,
            seconds=perf_counter() - started,
        )

    def _due(self, generation: int) -> tuple[int, int]:
        """How many chunks of how many tokens have no vector yet."""
        stale = self._connection.execute("SELECT paper FROM derived WHERE stale AND generation = ?", (generation,))
        due = [paper for (paper,) in stale.fetchall()]
        if not due:
            return 0, 0  # without the seconds that a splitter takes to be made
        splitter = Splitter(Chunking())
        sizes: list[int] = []
        for batch in in_batches(due):
            papers = reading.read_papers(self._connection, batch).values()
            rows = [(row_of(chunk), chunk) for paper, _ in papers for chunk in splitter.chunks(paper)]
            kept = kept_of(self._connection, self._embedder.name, None, rows)
            sizes += [splitter.size(splitter.text(chunk)) for row, chunk in rows if row not in kept]
        return len(sizes), sum(sizes)
