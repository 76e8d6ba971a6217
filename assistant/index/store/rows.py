"""Records as rows of papers.sqlite and back."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from assistant.index.store.merging import match_key, own_id
from assistant.types import PaperId, Record

_BATCH = 500  # values asked for with one query
RECORD = "source, line, title, abstract, given_id, authors, date, date_text, url, categories, status"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """A record in its row; `paper` is None while it has not been given to one."""

    id: int
    key: str
    own_id: PaperId
    paper: PaperId | None
    record: Record


@dataclass(frozen=True, slots=True)
class Statement:
    """What an update compares of a record: a few hundred bytes, because all of a source are held at once.

    `id`: of its row; `said`: changes with all that the record says, and not with its line.
    """

    id: int
    line: int
    key: str
    own_id: PaperId
    given_id: str | None
    paper: PaperId | None
    said: bytes


def statements_of(connection: sqlite3.Connection, source: str) -> list[Statement]:
    """All that a source says, in the order first seen."""
    found = connection.execute(
        f"SELECT id, paper, key, own_id, {RECORD} FROM records WHERE source = ? ORDER BY id", (source,)
    )
    return [statement_of(values) for values in found]


def statement_of(values: Sequence[Any]) -> Statement:
    """From the id, the paper and what `values_of` gives."""
    id, paper, key, own, _, line, *said = values
    return Statement(id, line, key, own, said[2], paper, blake2b(repr(said).encode(), digest_size=16).digest())


def rows_where(connection: sqlite3.Connection, column: str, values: Collection[str]) -> Iterator[list[Row]]:
    """The records whose `column` has one of `values`, in the order first seen; those of one value come together."""
    for batch in in_batches(values):
        found = connection.execute(
            f"SELECT id, key, own_id, paper, {RECORD} FROM records "
            f"WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(batch),),
        )
        yield [_row(each) for each in found.fetchall()]


def values_of(record: Record, source: str) -> tuple[str | int | None, ...]:
    """The key, the own id, then the columns of `RECORD`."""
    return (
        match_key(record),
        own_id(record),
        source,
        record.line,
        record.title,
        record.abstract,
        record.given_id,
        json.dumps(record.authors),
        record.date,
        record.date_text,
        record.url,
        json.dumps(record.categories),
        record.status,
    )


def move(connection: sqlite3.Connection, lines: Iterable[tuple[int, int]]) -> None:
    """The same entries, now at other lines: pairs of line and row id."""
    connection.executemany("UPDATE records SET line = ? WHERE id = ?", lines)


def delete(connection: sqlite3.Connection, rows: Iterable[Statement]) -> None:
    connection.executemany("DELETE FROM records WHERE id = ?", ((row.id,) for row in rows))


def in_batches(values: Iterable[T], size: int = _BATCH) -> Iterator[list[T]]:
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def _row(values: Sequence[Any]) -> Row:  # sqlite gives whatever stands in a column
    id, key, own, paper, source, line, title, abstract, given, authors, date, date_text, url, categories, status = (
        values
    )
    record = Record(
        source=source,
        line=line,
        title=title,
        abstract=abstract,
        given_id=given,
        authors=tuple(json.loads(authors)),
        date=date,
        date_text=date_text,
        url=url,
        categories=tuple(json.loads(categories)),
        status=status,
    )
    return Row(id, key, own, paper, record)
