"""What a source says now, while it is compared with what it said before.

The records wait in a temporary table on disk: in memory is held only what is compared, so that a source of any size
can be read.
"""

import sqlite3
from collections.abc import Iterable

from assistant.database import transaction
from assistant.index.store.rows import RECORD, Statement, statement_of, values_of
from assistant.types import Record, Rejection

_COLUMNS = f"key, own_id, {RECORD}"


class Arrivals:
    """All entries of one source, in their order. One at a time for a connection."""

    def __init__(self, connection: sqlite3.Connection, source: str) -> None:
        self.source, self.entries = source, list[Statement | Rejection]()
        self._connection = connection
        connection.execute("DROP TABLE IF EXISTS temp.arriving")
        connection.execute(f"CREATE TEMPORARY TABLE arriving AS SELECT {_COLUMNS} FROM records LIMIT 0")

    def add(self, entries: Iterable[Record | Rejection]) -> None:
        with transaction(self._connection):
            for entry in entries:
                self.entries.append(entry if isinstance(entry, Rejection) else self._waiting(entry))

    def take(self, arrival: Statement, id: int | None = None) -> int:
        """Makes it a row of `records` and returns its id: one of a row that was deleted keeps its place among the
        first seen."""
        query = f"INSERT INTO records (id, {_COLUMNS}) SELECT ?, {_COLUMNS} FROM temp.arriving WHERE rowid = ?"
        return int(self._connection.execute(query, (id, arrival.id)).lastrowid or 0)

    def close(self) -> None:
        self._connection.execute("DROP TABLE temp.arriving")

    def _waiting(self, record: Record) -> Statement:
        values = values_of(record, self.source)
        marks = ", ".join("?" * len(values))
        id = self._connection.execute(f"INSERT INTO temp.arriving ({_COLUMNS}) VALUES ({marks})", values).lastrowid
        return statement_of((id, None, *values))
