"""What a source says now takes the place of what it said before, in papers.sqlite."""

import json
import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from assistant.corpus.identity import is_global
from assistant.database import transaction
from assistant.index.store.merging import match_key
from assistant.index.store.paper_identity import papers_of, settle
from assistant.index.store.rows import Row, delete, insert, move, rows_of, rows_where
from assistant.index.store.unreadable import Token, hidden
from assistant.types import IndexReport, PaperId, Record, Rejection


def replace_source(
    connection: sqlite3.Connection, source: str, entries: Iterable[Record | Rejection], *, generation: int
) -> IndexReport:
    """Takes over all that `source` says. Each entry is counted once, as the first of these that is true of it:

    rejected   it could not be read, or its id (neither arXiv nor DOI) already names a paper of another title
    double     an earlier entry of this read states the same paper
    unchanged  this source stated the paper before, in the same entries
    changed    this source stated the paper before, in others
    double     another source states the paper already
    new        else

    `without_abstract` counts the entries of which only that is missing; nothing of them is kept. `gone` counts the
    papers that the source stated before and does not any more, and `kept` those whose entry cannot be read now: they
    stay as they were read last. Where no entry is usable nothing is changed, so that
    a file that has become unreadable loses nothing; only `rejected` and `without_abstract` are filled then.
    """
    found = list(entries)
    records = [replace(entry, source=source) for entry in found if isinstance(entry, Record)]
    with transaction(connection):
        accepted, clashes = _without_clashes(connection, source, records)
        rejected = (*(entry for entry in found if isinstance(entry, Rejection) and not entry.no_abstract), *clashes)
        report = _exchange(connection, source, accepted, generation, found) if accepted else IndexReport()
    bare = sum(isinstance(entry, Rejection) and entry.no_abstract for entry in found)
    return replace(report, rejected=rejected, without_abstract=bare)


def drop_source(connection: sqlite3.Connection, source: str, *, generation: int) -> IndexReport:
    """Forgets what `source` says. `gone` counts its papers; those of other sources too stay in the index."""
    with transaction(connection):
        return _exchange(connection, source, [], generation)


def _without_clashes(
    connection: sqlite3.Connection, source: str, records: Sequence[Record]
) -> tuple[list[Record], list[Rejection]]:
    local = {r.given_id for r in records if r.given_id and not is_global(r.given_id)}
    elsewhere = (row for rows in rows_where(connection, "given_id", local) for row in rows)
    named = {row.record.given_id: row.record for row in elsewhere if row.record.source != source}
    accepted: list[Record] = []
    clashes: list[Rejection] = []
    for record in records:
        first = named.setdefault(record.given_id, record) if record.given_id in local else record
        if match_key(first) == match_key(record):
            accepted.append(record)
        else:
            clashes.append(_clash(record, first))
    return accepted, clashes


def _clash(record: Record, first: Record) -> Rejection:
    name = _brief(first.title or first.abstract)
    return Rejection(
        record.source, record.line, f"its id {record.given_id} already names “{name}” ({first.source}:{first.line})"
    )


def _brief(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"


def _exchange(
    connection: sqlite3.Connection,
    source: str,
    records: Sequence[Record],
    generation: int,
    found: Sequence[Record | Rejection] = (),
) -> IndexReport:
    rows = rows_of(connection, source)
    kept, dropped = _matched(rows, records)
    stay = hidden(rows, _tokens(found, records, kept), records)
    dropped = [row for row in dropped if row not in stay]
    move(connection, ((record.line, id) for record, id in zip(records, kept, strict=True) if id))
    delete(connection, dropped)
    places = _Places(dropped)
    ids = [id or insert(connection, record, places.of(record)) for record, id in zip(records, kept, strict=True)]
    added = {match_key(record) for record, id in zip(records, kept, strict=True) if not id}
    settle(
        connection,
        keys=added | {row.key for row in dropped},
        papers={row.paper for row in dropped if row.paper},
        generation=generation,
    )
    counted = _count(connection, source, ids, kept={id for id in kept if id}, left=papers_of(connection, dropped))
    differing = _differing(connection, source, {id for id, old in zip(ids, kept, strict=True) if not old})
    return replace(counted, kept=len({row.paper for row in stay}), differing=differing)


class _Places:
    """The ids of rows that go, for the entries that come in their place: what a source says anew of a paper is as old
    as what it said before, or a correction would put another source first."""

    def __init__(self, dropped: Sequence[Row]) -> None:
        self._by_id, self._by_key = defaultdict[str | None, deque[int]](deque), defaultdict[str, deque[int]](deque)
        self._taken = set[int]()
        for row in dropped:
            self._by_key[row.key].append(row.id)
            if row.record.given_id:
                self._by_id[row.record.given_id].append(row.id)

    def of(self, record: Record) -> int | None:
        for free in (self._by_id[record.given_id], self._by_key[match_key(record)]):
            while free:
                if (id := free.popleft()) not in self._taken:
                    self._taken.add(id)
                    return id
        return None


def _differing(connection: sqlite3.Connection, source: str, ids: Collection[int]) -> tuple[Rejection, ...]:
    """The entries just added whose paper shows the other abstract of another source."""
    rows = connection.execute(
        "SELECT own.line, own.title, own.abstract, first.abstract, first.source, first.line FROM records AS own "
        "JOIN papers ON papers.id = own.paper JOIN records AS first ON first.id = papers.shown "
        "WHERE own.id IN (SELECT value FROM json_each(?)) AND first.source <> own.source ORDER BY own.line",
        (json.dumps(sorted(ids)),),
    )
    return tuple(
        Rejection(source, line, f"“{_brief(title)}” has another abstract in {other}:{place}, which stays as it is")
        for line, title, abstract, first, other, place in rows.fetchall()
        if abstract.split() != first.split()
    )


def _tokens(found: Sequence[Record | Rejection], records: Sequence[Record], kept: Sequence[int | None]) -> list[Token]:
    """The entries in their order; `records` are those that were taken."""
    rows = {(record.line, record.title): id for record, id in zip(records, kept, strict=True) if id}

    def token(entry: Record | Rejection) -> Token:
        if isinstance(entry, Record):
            return rows.get((entry.line, entry.title), "new")
        return "new" if entry.no_abstract else "unreadable"

    return [token(entry) for entry in found]


def _matched(rows: Sequence[Row], records: Sequence[Record]) -> tuple[list[int | None], list[Row]]:
    """For each record the id of a row that says the same (wherever it stood), and the rows left over."""
    spare: dict[Record, list[Row]] = defaultdict(list)
    for row in reversed(rows):
        spare[replace(row.record, line=0)].append(row)
    kept: list[int | None] = []
    for record in records:
        same = spare[replace(record, line=0)]
        kept.append(same.pop().id if same else None)
    return kept, [row for rest in spare.values() for row in rest]


def _count(
    connection: sqlite3.Connection, source: str, ids: Sequence[int], *, kept: Collection[int], left: set[PaperId]
) -> IndexReport:
    paper = dict(connection.execute("SELECT id, paper FROM records WHERE source = ?", (source,)).fetchall())
    before = {paper[id] for id in kept} | left
    touched = {paper[id] for id in ids if id not in kept} | left
    elsewhere = _stated_elsewhere(connection, source, set(paper.values()) - before)
    counted: Counter[str] = Counter()
    seen: set[PaperId] = set()
    for own in (paper[id] for id in ids):
        if own in seen or own in elsewhere:
            counted["double"] += 1
        elif own in before:
            counted["changed" if own in touched else "unchanged"] += 1
        else:
            counted["new"] += 1
        seen.add(own)
    return IndexReport(
        new=counted["new"],
        changed=counted["changed"],
        unchanged=counted["unchanged"],
        double=counted["double"],
        gone=len(before - seen),
    )


def _stated_elsewhere(connection: sqlite3.Connection, source: str, papers: Collection[PaperId]) -> set[PaperId]:
    rows = connection.execute(
        "SELECT DISTINCT paper FROM records WHERE source <> ? AND paper IN (SELECT value FROM json_each(?))",
        (source, json.dumps(list(papers))),
    )
    return {paper for (paper,) in rows.fetchall()}
