"""Any history of an index: sources come, change and go, models change, writers are killed, providers fail, stores are
lost. After each step the index says what its sources say, and its parts agree.

`INDEX_HISTORIES=300 pytest tests/index/test_histories.py` tries 300 at random instead of the same few.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from assistant.errors import IndexMismatch
from assistant.index import Index
from assistant.types import Filters, Record
from tests.index import warm
from tests.index.kill_points import points
from tests.index.warm import Failed, Killed, Point
from tests.index.wholeness import EMBEDDERS, Change, Look, embedder_of, expected, litter, look, make, record

_MANY = os.environ.get("INDEX_HISTORIES")
_SETTINGS = settings(
    max_examples=int(_MANY or 3),
    stateful_step_count=20 if _MANY else 6,
    derandomize=not _MANY,
    deadline=None,
    print_blob=True,
    phases=list(Phase) if _MANY else [Phase.explicit, Phase.generate],  # to make a failing one shorter takes minutes
    suppress_health_check=list(HealthCheck),
)
_MOMENTS = sorted({(point.side, point.function) for _, point in points()})

Says = dict[tuple[str, int], int]  # of each source and paper the version, in the order first said
Ends = Point | int | None  # where the writer is killed, or how many texts its provider embeds, or it is let alone

sources = st.sampled_from("abc")
numbers = st.integers(0, 4)
versions = st.integers(0, 5)
entries = st.dictionaries(numbers, versions, min_size=1)
kills = st.builds(lambda moment, nth: Point(*moment, nth), st.sampled_from(_MOMENTS), st.integers(1, 3))
ends = st.one_of(st.none(), kills, st.integers(0, 3))


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.tmp = Path(mkdtemp())
        self.folder = self.tmp / "index"
        self.says: Says = {}
        self.reader: Index | None = None

    def teardown(self) -> None:
        if self.reader:
            self.reader.close()
        shutil.rmtree(self.tmp)

    @initialize(found=entries)
    def an_index_is_made(self, found: dict[int, int]) -> None:
        self.update("a", found, None)

    @rule(source=sources, found=entries, end=ends)
    def a_source_is_read(self, source: str, found: dict[int, int], end: Ends) -> None:
        self.update(source, found, end)

    @precondition(lambda self: self.says)
    @rule(data=st.data(), version=versions, end=ends)
    def an_entry_is_changed(self, data: st.DataObject, version: int, end: Ends) -> None:
        source, n = data.draw(st.sampled_from(sorted(self.says)))
        self.update(source, self.entries(source) | {n: version}, end)

    @precondition(lambda self: self.spare())
    @rule(data=st.data(), end=ends)
    def an_entry_is_gone(self, data: st.DataObject, end: Ends) -> None:
        source, n = data.draw(st.sampled_from(self.spare()))
        self.update(source, {other: version for other, version in self.entries(source).items() if other != n}, end)

    @precondition(lambda self: self.says)
    @rule(data=st.data(), end=ends)
    def a_source_is_removed(self, data: st.DataObject, end: Ends) -> None:
        source = data.draw(st.sampled_from(self.sources()))
        left = {key: version for key, version in self.says.items() if key[0] != source}
        self.make(Change("remove", embedder_of(self.folder) or "", [(source, [])]), left, end)

    @rule(embedder=st.sampled_from(sorted(EMBEDDERS)), end=ends)
    def it_is_rebuilt(self, embedder: str, end: Ends) -> None:
        self.make(Change("rebuild", embedder), self.says, end)

    @precondition(lambda self: self.says)
    @rule(data=st.data(), store=st.sampled_from(["chroma", "words"]))
    def a_store_is_lost(self, data: st.DataObject, store: str) -> None:
        shutil.rmtree(self.folder / store)
        with pytest.raises(Failed, match="IndexDamaged"):
            warm.run(look, self.folder)
        source = data.draw(st.sampled_from(self.sources()))
        self.update(source, self.entries(source), None)

    @rule()
    def a_reader_comes_to_stay(self) -> None:
        if self.reader:
            self.reader.close()
        self.reader = Index.open(self.folder, embedder=EMBEDDERS[embedder_of(self.folder) or ""])

    def sources(self) -> list[str]:
        return sorted({source for source, _ in self.says})

    def entries(self, source: str) -> dict[int, int]:
        return {n: version for (own, n), version in self.says.items() if own == source}

    def spare(self) -> list[tuple[str, int]]:
        """Entries of sources that have others too: a source of which nothing is left to read is left alone."""
        return sorted(key for key in self.says if len(self.entries(key[0])) > 1)

    def update(self, source: str, found: dict[int, int], end: Ends) -> None:
        now = {(source, n): version for n, version in found.items()}
        kept = {key: version for key, version in self.says.items() if key[0] != source or key in now}
        embedder = embedder_of(self.folder) or "words"
        self.make(Change("update", embedder, [(source, records(now))]), kept | now, end)

    def make(self, change: Change, after: Says, end: Ends) -> None:
        """The step itself, and all that is true after it."""
        change = change._replace(good=end) if isinstance(end, int) else change
        try:
            warm.run(make, change, self.folder, kill=end if isinstance(end, Point) else None)
        except Killed:
            after = self.says if stored(self.folder) == rows(self.says) else after
        self.says = after
        seen = warm.run(look, self.folder)
        assert stored(self.folder) == rows(self.says)
        assert seen is not None
        assert (seen.papers, seen.faults) == (expected(records(self.says)), ())
        if end is None:
            left = [] if self.reader else litter(self.folder)  # who reads holds the stores that it opened
            assert (seen.pending, left) == (0, [])
        self.is_followed(seen)

    def is_followed(self, seen: Look) -> None:
        """By the reader that stayed open."""
        if self.reader is None:
            return
        try:
            self.reader.select(Filters())
        except IndexMismatch:  # rebuilt with another model
            self.a_reader_comes_to_stay()
        assert {paper.title for paper in self.reader.list_papers()} == seen.papers.keys()
        if not seen.pending:
            found = {title: self.reader.search_words(title, 1) for title in seen.papers}
            papers = self.reader.papers(id for hits in found.values() for id, _ in hits)
            assert {title: papers[hits[0][0]].title for title, hits in found.items()} == {t: t for t in found}


def records(says: Says) -> list[Record]:
    return [record(source, n, version) for (source, n), version in says.items()]


def rows(says: Says) -> list[tuple[str, str, str]]:
    return [(each.source, each.title, each.abstract) for each in records(says)]


def stored(folder: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(folder / "papers.sqlite")) as connection:
        return connection.execute("SELECT source, title, abstract FROM records ORDER BY id").fetchall()


def test_any_history_leaves_the_index_whole() -> None:
    run_state_machine_as_test(Histories, settings=_SETTINGS)
