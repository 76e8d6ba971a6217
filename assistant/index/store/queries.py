"""Questions to papers.sqlite: papers, rows, counts. Changes nothing."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.index.store.said import SAID
from assistant.index.store.tables import has_status, has_texts
from assistant.index.vectors.reading import RowId
from assistant.ports import Entry
from assistant.types import MANY_COPIES, Paper, PaperId

_SHOWN = f"""
SELECT papers.id, title, abstract, authors, date, date_text, url, categories,
    (SELECT json_group_array(DISTINCT source) FROM records AS own WHERE own.paper = papers.id),
    {{status}}, {{copies}}, digest
FROM {SAID} AS papers
"""
_STATUS = """(SELECT max(status) FROM records AS own WHERE own.paper = papers.id),
    (SELECT json_group_array(DISTINCT source) FROM records AS own WHERE own.paper = papers.id AND status <> '')"""
_COPIES = """(SELECT count(*) FROM texts AS own JOIN texts AS copy ON copy.original = coalesce(own.original, own.since)
    WHERE own.paper = papers.id),
    (SELECT first.paper FROM texts AS own JOIN texts AS first ON first.since = own.original
    WHERE own.paper = papers.id)"""


# Of the records without a date, of which there is an index, those that a paper shows and no other record dates.
_UNDATED = """
SELECT count(*) FROM records AS undated JOIN papers ON papers.id = undated.paper AND papers.shown = undated.id
WHERE undated.date IS NULL
    AND NOT EXISTS (SELECT 1 FROM records AS own WHERE own.paper = undated.paper AND own.date IS NOT NULL)
"""
# The rows of papers as they are that are certainly in chroma/.
_SETTLED = """FROM chunks JOIN derived USING (generation, paper)
    JOIN papers ON papers.id = paper AND papers.digest = chunks.digest WHERE NOT stale AND generation = ?"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is. `undated`: papers without an ISO date; `pending`: papers the rankings do not have yet."""

    papers: int
    undated: int
    sources: int
    chunks: int
    pending: int


def read_papers(connection: sqlite3.Connection, ids: Iterable[PaperId]) -> dict[PaperId, tuple[Paper, str]]:
    """The papers of these ids in their order, each with the digest of its text; unknown ids are left out."""
    wanted = list(dict.fromkeys(ids))
    rows = connection.execute(
        f"{_shown(connection)} WHERE papers.id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
    )
    found = {row[0]: (_paper(row), row[-1]) for row in rows.fetchall()}
    return {id: found[id] for id in wanted if id in found}


def digests(connection: sqlite3.Connection) -> dict[PaperId, str]:
    """Of every paper the digest of its text, in the order they came."""
    return dict(connection.execute("SELECT id, digest FROM papers ORDER BY rowid").fetchall())


def near_copies(connection: sqlite3.Connection) -> dict[PaperId, PaperId]:
    """Of each near-copy of a paper that has many the paper it is one of, in the order they came. None in an index of
    before."""
    if not has_texts(connection):
        return {}
    many = "SELECT original FROM texts WHERE original IS NOT NULL GROUP BY original HAVING count(*) >= ?"
    rows = connection.execute(
        "SELECT texts.paper, first.paper FROM texts JOIN texts AS first ON first.since = texts.original "
        f"WHERE texts.original IN ({many}) ORDER BY texts.since",
        (MANY_COPIES,),
    )
    return dict(rows.fetchall())


def searchable(connection: sqlite3.Connection, generation: int) -> dict[PaperId, str]:
    """Of every paper that chroma/ and words/ have as it is, the digest of its text."""
    return dict(
        connection.execute(
            "SELECT id, digest FROM papers JOIN derived ON derived.paper = id WHERE NOT stale AND generation = ?",
            (generation,),
        ).fetchall()
    )


def all_papers(connection: sqlite3.Connection, *, batch: int = 500) -> Iterator[Paper]:
    """Every paper, in the order they came into the index."""
    last = 0
    query = _shown(connection).replace("SELECT", "SELECT place,", 1)
    while rows := connection.execute(
        f"{query} WHERE place > ? ORDER BY place LIMIT ?",
        (last, batch),
    ).fetchall():
        yield from (_paper(row[1:]) for row in rows)
        last = rows[-1][0]


def entries(connection: sqlite3.Connection) -> list[Entry]:
    """Every paper without its abstract, in the order they came; the columns before the texts are quick to read."""
    rows = connection.execute(f"SELECT id, title, authors, date, categories FROM {SAID} ORDER BY place")
    return [
        Entry(id, title, tuple(json.loads(authors)), date, tuple(json.loads(categories)))
        for id, title, authors, date, categories in rows
    ]


def sources(connection: sqlite3.Connection) -> dict[str, int]:
    """Each source with the number of its papers, in the order first indexed."""
    rows = connection.execute("SELECT source, count(DISTINCT paper) FROM records GROUP BY source ORDER BY min(id)")
    return dict(rows.fetchall())


def undated(connection: sqlite3.Connection, of: Iterable[str]) -> int:
    """How many papers of these sources show no ISO date."""
    listed = "SELECT paper FROM records WHERE source IN (SELECT value FROM json_each(?))"
    return one(connection, f"{_UNDATED} AND papers.id IN ({listed})", json.dumps(list(of)))


def counts(connection: sqlite3.Connection, generation: int) -> Counts:
    return Counts(
        papers=one(connection, "SELECT count(*) FROM papers"),
        undated=one(connection, _UNDATED),
        sources=one(connection, "SELECT count(DISTINCT source) FROM records"),
        chunks=one(connection, "SELECT count(*) FROM chunks WHERE generation = ?", generation),
        pending=pending(connection, generation),
    )


def pending(connection: sqlite3.Connection, generation: int) -> int:
    """How many papers chroma/ and words/ do not have as they are."""
    return one(connection, "SELECT count(*) FROM derived WHERE stale AND generation = ?", generation)


def without_chunks(connection: sqlite3.Connection, generation: int) -> int:
    """How many papers have no chunk of their text as it is in a generation that is not written any more."""
    return one(
        connection,
        "SELECT count(*) FROM papers WHERE NOT EXISTS (SELECT 1 FROM chunks "
        "WHERE generation = ? AND paper = papers.id AND chunks.digest = papers.digest)",
        generation,
    )


def settled_rows(connection: sqlite3.Connection, generation: int, ids: Iterable[PaperId]) -> list[RowId]:
    """The rows of these papers that are certainly in chroma/: without those of papers that are pending."""
    rows = connection.execute(
        "SELECT paper, digest, ordinal FROM chunks JOIN derived USING (generation, paper) "
        "WHERE NOT stale AND generation = ? AND paper IN (SELECT value FROM json_each(?))",
        (generation, json.dumps(list(ids))),
    )
    return [RowId(*row) for row in rows.fetchall()]


def all_rows(connection: sqlite3.Connection, generation: int) -> list[RowId]:
    """Every row that is certainly in chroma/, in the order its papers came."""
    rows = connection.execute(
        f"SELECT paper, chunks.digest, ordinal {_SETTLED} ORDER BY papers.rowid, ordinal", (generation,)
    )
    return [RowId(*row) for row in rows.fetchall()]


def count_settled(connection: sqlite3.Connection, generation: int) -> int:
    """How many rows `all_rows` gives."""
    return one(connection, f"SELECT count(*) {_SETTLED}", generation)


def spans(connection: sqlite3.Connection, generation: int, ids: Iterable[PaperId]) -> dict[RowId, tuple[int, int]]:
    """Where the chunks of these papers begin and end, those of an earlier text too while it is being replaced."""
    rows = connection.execute(
        'SELECT paper, digest, ordinal, start, "end" FROM chunks '
        "WHERE generation = ? AND paper IN (SELECT value FROM json_each(?))",
        (generation, json.dumps(list(ids))),
    )
    return {RowId(*row[:3]): (row[3], row[4]) for row in rows.fetchall()}


def one(connection: sqlite3.Connection, query: str, *values: str | int) -> int:
    (value,) = connection.execute(query, values).fetchone()
    return int(value)


def _shown(connection: sqlite3.Connection) -> str:
    return _SHOWN.format(
        status=_STATUS if has_status(connection) else "'', '[]'", copies=_COPIES if has_texts(connection) else "0, NULL"
    )


def _paper(row: Sequence[Any]) -> Paper:  # sqlite gives whatever stands in a column
    id, title, abstract, authors, date, date_text, url, categories, listed, status, marked, copies, original = row[:13]
    return Paper(
        id=id,
        title=title,
        abstract=abstract,
        authors=tuple(json.loads(authors)),
        date=date,
        date_text=date_text,
        url=url,
        categories=tuple(json.loads(categories)),
        sources=tuple(sorted(json.loads(listed))),
        status=status or "",
        marked_by=tuple(sorted(json.loads(marked))) if status else (),
        near_copies=copies,
        copy_of=original or "",
    )
