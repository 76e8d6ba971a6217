"""What a source says now takes the place of what it said before, in papers.sqlite."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.corpus.identity import is_global
from assistant.database import transaction
from assistant.index.store.arrivals import Arrivals
from assistant.index.store.paper_identity import papers_of, settle
from assistant.index.store.removals import note_removal
from assistant.index.store.rows import Statement, delete, move, rows_where, statements_of
from assistant.index.store.unreadable import Token, hidden
from assistant.types import IndexReport, PaperId, Rejection


def replace_source(connection: sqlite3.Connection, arrivals: Arrivals, *, generation: int) -> IndexReport:
    """Takes over all that a source says now. Each entry is counted once, as the first of these that is true of it:

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
    with transaction(connection):
        accepted, clashes = _without_clashes(connection, arrivals)
        report = _exchange(connection, arrivals, accepted, generation) if accepted else IndexReport()
    arrivals.close()
    failed = [entry for entry in arrivals.entries if isinstance(entry, Rejection)]
    rejected = (*(entry for entry in failed if not entry.no_abstract), *clashes)
    return replace(report, rejected=rejected, without_abstract=sum(entry.no_abstract for entry in failed))


def drop_source(connection: sqlite3.Connection, source: str, *, generation: int) -> IndexReport:
    """Forgets what `source` says. `gone` counts its papers; those of other sources too stay in the index."""
    with transaction(connection):
        report = _exchange(connection, Arrivals(connection, source), [], generation)
        return replace(report, gone=note_removal(connection, source, report.gone))


def _without_clashes(connection: sqlite3.Connection, arrivals: Arrivals) -> tuple[list[Statement], list[Rejection]]:
    stated = [entry for entry in arrivals.entries if isinstance(entry, Statement)]
    local = {entry.given_id for entry in stated if entry.given_id and not is_global(entry.given_id)}
    named = _named_elsewhere(connection, arrivals.source, local)
    accepted: list[Statement] = []
    clashes: list[Rejection] = []
    for entry in stated:
        own = _Named(entry.key, "arriving", entry.id)
        first = named.setdefault(entry.given_id, own) if entry.given_id in local else own
        if first.key == entry.key:
            accepted.append(entry)
        else:
            name = _name(connection, first)
            clashes.append(Rejection(arrivals.source, entry.line, f"its id {entry.given_id} already names {name}"))
    return accepted, clashes


class _Named(NamedTuple):
    """What an id was first given to: its match key, and the row that says so."""

    key: str
    table: str
    id: int


def _named_elsewhere(connection: sqlite3.Connection, source: str, ids: Collection[str]) -> dict[str | None, _Named]:
    rows = (row for batch in rows_where(connection, "given_id", ids) for row in batch)
    return {row.record.given_id: _Named(row.key, "records", row.id) for row in rows if row.record.source != source}


def _name(connection: sqlite3.Connection, named: _Named) -> str:
    query = f"SELECT source, line, iif(title <> '', title, abstract) FROM {named.table} WHERE rowid = ?"
    source, line, name = connection.execute(query, (named.id,)).fetchone()
    return f"“{_brief(name)}” ({source}:{line})"


def _brief(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"


def _exchange(
    connection: sqlite3.Connection, arrivals: Arrivals, accepted: Sequence[Statement], generation: int
) -> IndexReport:
    source, rows = arrivals.source, statements_of(connection, arrivals.source)
    kept, dropped = _matched(rows, accepted)
    stay = hidden(rows, _tokens(arrivals.entries, accepted, kept), accepted)
    dropped = [row for row in dropped if row not in stay]
    move(connection, ((entry.line, id) for entry, id in zip(accepted, kept, strict=True) if id))
    delete(connection, dropped)
    places = _Places(dropped)
    ids = [id or arrivals.take(entry, places.of(entry)) for entry, id in zip(accepted, kept, strict=True)]
    added = {entry.key for entry, id in zip(accepted, kept, strict=True) if not id}
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

    def __init__(self, dropped: Sequence[Statement]) -> None:
        self._by_id, self._by_key = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        self._taken = set[int]()
        for row in reversed(dropped):
            self._by_key[row.key].append(row.id)
            if row.given_id:
                self._by_id[row.given_id].append(row.id)

    def of(self, entry: Statement) -> int | None:
        for free in (self._by_id.get(entry.given_id or ""), self._by_key.get(entry.key)):
            while free:
                if (id := free.pop()) not in self._taken:
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
        for line, title, abstract, first, other, place in rows
        if abstract.split() != first.split()
    )


def _tokens(
    entries: Sequence[Statement | Rejection], accepted: Sequence[Statement], kept: Sequence[int | None]
) -> list[Token]:
    rows = {entry.id: id for entry, id in zip(accepted, kept, strict=True) if id}

    def token(entry: Statement | Rejection) -> Token:
        if isinstance(entry, Statement):
            return rows.get(entry.id, "new")
        return "new" if entry.no_abstract else "unreadable"

    return [token(entry) for entry in entries]


def _matched(rows: Sequence[Statement], accepted: Sequence[Statement]) -> tuple[list[int | None], list[Statement]]:
    """For each entry the id of a row that says the same (wherever it stood), and the rows left over."""
    spare: dict[bytes, list[Statement]] = defaultdict(list)
    for row in reversed(rows):
        spare[row.said].append(row)
    kept: list[int | None] = []
    for entry in accepted:
        same = spare.get(entry.said)
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
