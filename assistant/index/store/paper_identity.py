"""After records came or went: which paper each belongs to now, and what the papers touched show.

Why: docs/decisions/0001-records-and-papers.md
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from assistant.index.store.merging import digest, paper_id, shown
from assistant.index.store.near_copies import compare
from assistant.index.store.rows import Row, Statement, in_batches, rows_where
from assistant.types import PaperId


def settle(
    connection: sqlite3.Connection, *, keys: Collection[str], papers: Collection[PaperId], generation: int
) -> None:
    """Looks again at the records of these match keys, at these papers and at those the records come to or leave.

    Papers whose text is not what it was (or that are new or gone) become stale in `generation`.
    """
    touched = set(papers)
    for rows in rows_where(connection, "key", keys):
        moves = [(own, row.id, row.paper) for row, own in zip(rows, _paper_ids(rows), strict=True) if own != row.paper]
        connection.executemany("UPDATE records SET paper = ? WHERE id = ?", (move[:2] for move in moves))
        touched.update(paper for new, _, old in moves for paper in (new, old) if paper is not None)
    changed: list[PaperId] = []
    for batch in in_batches(sorted(touched)):
        changed += _show(connection, batch, generation)
    compare(connection, changed)


def papers_of(connection: sqlite3.Connection, rows: Iterable[Statement]) -> set[PaperId]:
    """To which papers these records belong or, now that they are gone, would belong."""
    gone = {row.key: row for row in rows}.keys()
    given: dict[str, list[str]] = defaultdict(list)
    for found in rows_where(connection, "key", gone):
        for row in found:
            given[row.key].extend([row.record.given_id] if row.record.given_id else [])
    return {paper_id(row.given_id, row.own_id, given[row.key]) for row in rows}


def _paper_ids(rows: Sequence[Row]) -> list[PaperId]:
    given: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        given[row.key].update([row.record.given_id] if row.record.given_id else [])
    return [paper_id(row.record.given_id, row.own_id, given[row.key]) for row in rows]


def _show(connection: sqlite3.Connection, papers: Sequence[PaperId], generation: int) -> list[PaperId]:
    """Those of them whose text is not what it was."""
    stated: dict[PaperId, list[Row]] = {paper: [] for paper in papers}
    for rows in rows_where(connection, "paper", papers):
        for row in rows:
            stated[row.paper or ""].append(row)
    chosen = {paper: rows[shown([row.record for row in rows])] for paper, rows in stated.items() if rows}
    digests = {paper: digest(row.record.title, row.record.abstract) for paper, row in chosen.items()}
    before = dict(
        connection.execute(
            "SELECT id, digest FROM papers WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(papers),)
        ).fetchall()
    )
    connection.executemany(
        "INSERT INTO papers (id, shown, digest) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET shown = excluded.shown, digest = excluded.digest",
        ((paper, row.id, digests[paper]) for paper, row in chosen.items()),
    )
    connection.executemany("DELETE FROM papers WHERE id = ?", ((p,) for p in papers if p not in chosen))
    changed = [paper for paper in papers if digests.get(paper) != before.get(paper)]
    mark_stale(connection, changed, generation)
    return changed


def mark_stale(connection: sqlite3.Connection, papers: Iterable[PaperId], generation: int) -> None:
    connection.executemany(
        "INSERT INTO derived (generation, paper) VALUES (?, ?) ON CONFLICT DO UPDATE SET stale = 1",
        ((generation, paper) for paper in papers),
    )
