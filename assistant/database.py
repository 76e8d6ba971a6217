"""sqlite files: what changes in them changes all or not at all.

`Database` is what the stores of a reader's own data have in common.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.errors import DataUnusable

_BUSY = 30.0  # seconds that one process waits for another's write, which takes milliseconds
Row = Any  # a row of a table, as sqlite gives it
Values = Sequence[object] | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Schema:
    """`file`: its name; `holds`: what it keeps, in a word; `tables`: statements that make version `version`; `prepare`:
    what is set on each connection before the tables are looked at."""

    file: str
    holds: str
    tables: str
    version: int
    prepare: Callable[[sqlite3.Connection], object]


class Database:
    """One file of a folder; without a folder all is in memory. Used from several threads, and by several processes.

    Raises `DataUnusable` where the file cannot be made or is not ours, and later where the disk is full or the file was
    taken away. What people keep is nobody else's affair: the folder is made for its owner alone.
    """

    def __init__(self, folder: Path | None, schema: Schema) -> None:
        self._folder, self._plan, self._lock = folder, schema, Lock()
        with self._told():
            if folder is not None:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = folder / schema.file if folder else ":memory:"
            self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=_BUSY)
            try:
                _prepare(self._connection, schema)
            except sqlite3.Error:
                self._connection.close()
                raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _change(self, sql: str, values: Values = ()) -> None:
        with self._changing():
            self._run(sql, values)

    def _all(self, sql: str, values: Values = ()) -> list[Row]:
        with self._held():
            return self._run(sql, values).fetchall()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One thread at a time."""
        with self._told(), self._lock:
            yield

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._held(), transaction(self._connection):
            yield

    def _run(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        return self._connection.execute(sql, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DataUnusable(
                f"{self._plan.holds} cannot be kept in {self._folder or 'memory'}: {reason}",
                hint="Name a folder of your own with ASSISTANT_DATA.",
            ) from error


def _prepare(connection: sqlite3.Connection, schema: Schema) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # who reads does not wait for who writes; a crash loses nothing
    connection.execute("PRAGMA foreign_keys = ON")
    schema.prepare(connection)
    with transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in schema.tables.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {schema.version}")
        elif version != schema.version:
            raise sqlite3.DatabaseError(f"its tables are of version {version}, not {schema.version}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):  # the first error is the one to tell
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
