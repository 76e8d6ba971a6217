"""Which papers are near-copies of one whose text came before theirs; kept up by whatever changes the papers.

texts   a row for each paper. `since`: the order in which the texts came; a text that is corrected keeps its place while
        it resembles the one it had the place for (`anchor`, where that is not the present one). `original`: the `since`
        of the paper that a near-copy is one of, which is no near-copy itself, came before it and resembles it
bands   where to look for papers like another; only of those that are no near-copies, so that copies do not fill it

Why: docs/decisions/0060-near-copies-share-a-place.md
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from heapq import heappop, heappush

import numpy as np

from assistant.database import transaction
from assistant.index.store.resemblance import (
    ALIKE,
    Signature,
    Triples,
    bands,
    estimate,
    resemblance,
    signature,
    triples,
)
from assistant.index.store.rows import in_batches
from assistant.types import PaperId, Progress

TABLES = (
    """CREATE TABLE IF NOT EXISTS texts (
    since INTEGER PRIMARY KEY, paper TEXT NOT NULL UNIQUE, signature BLOB NOT NULL, anchor BLOB, original INTEGER
)""",
    "CREATE INDEX IF NOT EXISTS near_copies ON texts (original) WHERE original IS NOT NULL",
    """CREATE TABLE IF NOT EXISTS bands (
    hash INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (hash, since)
) WITHOUT ROWID""",
)
# At most: what is made to agree with thousands in a band, and to resemble none, must not make indexing slow.
_OF_A_BAND, _COMPARED = 50, 20
_AT_ONCE = 50  # texts held in memory
Done = Callable[[int], None]  # is told how many texts are done
_BESIDE = "SELECT since FROM (SELECT since FROM bands WHERE hash = ? AND since {side} ? ORDER BY since LIMIT {limit})"


def compare(connection: sqlite3.Connection, changed: Collection[PaperId]) -> None:
    """Looks again at these papers, which are new or gone or have another text, and at those that resemble them.

    To be called within the transaction that changed them, after `compare_all`."""
    texts = _Texts(connection)
    texts.take_over(changed, lambda _: None)
    texts.decide(lambda _: None)


def compare_all(connection: sqlite3.Connection, progress: Callable[[Progress], None]) -> None:
    """The papers of an index of before, which were never compared: of 100,000 it takes more than a minute."""
    if connection.execute("SELECT 1 FROM texts").fetchone():
        return
    every = [id for (id,) in connection.execute("SELECT id FROM papers").fetchall()]
    if not every:
        return

    def placed(count: int) -> None:
        progress(Progress("comparing", count // 2, len(every)))

    with transaction(connection):
        texts = _Texts(connection)
        texts.take_over(every, placed)
        texts.decide(lambda count: placed(len(every) + count))


class _Texts:
    """Looked at in the order they came: whether a text is a near-copy depends on earlier ones alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._due: list[int] = []  # a heap
        self._last = connection.execute("SELECT coalesce(max(since), 0) FROM texts").fetchone()[0]

    def take_over(self, changed: Collection[PaperId], done: Done) -> None:
        here = _in_order(self._connection, changed)
        free = self._leave(set(changed).difference(here))
        for number, batch in enumerate(in_batches(here, _AT_ONCE)):
            done(number * _AT_ONCE)
            for paper, title, abstract in _texts_of(self._connection, batch):
                self._place(paper, signature(triples(title, abstract)), free)

    def decide(self, done: Done) -> None:
        last = count = 0
        while self._due:
            since = heappop(self._due)
            if since > last:
                last, count = since, count + 1
                self._decide(since)
                if count % _AT_ONCE == 0:
                    done(count)

    def _leave(self, gone: Iterable[PaperId]) -> dict[bytes, int]:
        """The places of papers that are gone, by signature: the same text may have come to be another paper's."""
        free: dict[bytes, int] = {}
        for batch in in_batches(gone):
            rows = self._connection.execute(
                "SELECT since, signature FROM texts WHERE paper IN (SELECT value FROM json_each(?))",
                (json.dumps(batch),),
            ).fetchall()
            for since, content in rows:
                self._remove(since, _read(content))
                free[content] = min(since, free.get(content, since))
        return free

    def _place(self, paper: PaperId, now: Signature, free: dict[bytes, int]) -> None:
        known = self._connection.execute(
            "SELECT since, signature, anchor FROM texts WHERE paper = ?", (paper,)
        ).fetchone()
        if known:
            since, before, anchor = known
            self._remove(since, _read(before))
            first = anchor or before
            if estimate(_read(first), now) >= ALIKE:
                self._add(since, paper, now, first)
                return
        self._add(free.pop(now.tobytes(), self._last + 1), paper, now, None)

    def _add(self, since: int, paper: PaperId, now: Signature, anchor: bytes | None) -> None:
        self._connection.execute(
            "INSERT INTO texts (since, paper, signature, anchor) VALUES (?, ?, ?, ?)",
            (since, paper, now.tobytes(), anchor),
        )
        self._last = max(self._last, since)
        heappush(self._due, since)

    def _remove(self, since: int, before: Signature) -> None:
        self._connection.execute("DELETE FROM texts WHERE since = ?", (since,))
        self._lose_place(since, before)

    def _decide(self, since: int) -> None:
        row = self._connection.execute("SELECT signature, original FROM texts WHERE since = ?", (since,)).fetchone()
        if row is None:
            return  # gone
        own, before = _read(row[0]), row[1]
        original = next(self._alike(since, own, "<"), None)
        if original != before:
            self._connection.execute("UPDATE texts SET original = ? WHERE since = ?", (original, since))
        if original is not None:
            self._lose_place(since, own)
            return
        marks = ((band, since) for band in bands(own))
        self._connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", marks)
        for later in self._alike(since, own, ">"):
            heappush(self._due, later)

    def _lose_place(self, since: int, own: Signature) -> None:
        """Its near-copies have to look for another original."""
        self._connection.executemany(
            "DELETE FROM bands WHERE hash = ? AND since = ?", ((band, since) for band in bands(own))
        )
        copies = self._connection.execute("SELECT since FROM texts WHERE original = ?", (since,))
        for (copy,) in copies.fetchall():
            heappush(self._due, copy)

    def _alike(self, since: int, own: Signature, side: str) -> Iterator[int]:
        """The earlier or later texts with a place of their own that resemble this one, in their order."""
        near = self._near(since, own, side)
        text = self._triples(since) if near else None
        return (other for other in near if text is not None and resemblance(text, self._triples(other)) >= ALIKE)

    def _near(self, since: int, own: Signature, side: str) -> list[int]:
        """Those that agree with it in most bands, in their order."""
        if not (marks := bands(own)):
            return []
        each = " UNION ALL ".join([_BESIDE.format(side=side, limit=_OF_A_BAND)] * len(marks))
        found = self._connection.execute(
            f"SELECT since FROM ({each}) GROUP BY since ORDER BY count(*) DESC, since LIMIT {_COMPARED}",
            [value for mark in marks for value in (mark, since)],
        )
        return sorted(other for (other,) in found.fetchall())

    def _triples(self, since: int) -> Triples:
        (paper,) = self._connection.execute("SELECT paper FROM texts WHERE since = ?", (since,)).fetchone()
        ((_, title, abstract),) = _texts_of(self._connection, [paper])
        return triples(title, abstract)


def _in_order(connection: sqlite3.Connection, papers: Iterable[PaperId]) -> list[PaperId]:
    """Those that are there, by the first record of each."""
    found: list[tuple[int, PaperId]] = []
    for batch in in_batches(papers):
        found += connection.execute(
            "SELECT min(records.id), papers.id FROM papers JOIN records ON records.paper = papers.id "
            "WHERE papers.id IN (SELECT value FROM json_each(?)) GROUP BY papers.id",
            (json.dumps(batch),),
        ).fetchall()
    return [paper for _, paper in sorted(found)]


def _texts_of(connection: sqlite3.Connection, papers: Sequence[PaperId]) -> list[tuple[PaperId, str, str]]:
    rows = connection.execute(
        "SELECT papers.id, title, abstract FROM json_each(?) AS asked JOIN papers ON papers.id = asked.value "
        "JOIN records ON records.id = papers.shown ORDER BY asked.key",
        (json.dumps(papers),),
    )
    return rows.fetchall()


def _read(content: bytes) -> Signature:
    return np.frombuffer(content, np.uint16)
