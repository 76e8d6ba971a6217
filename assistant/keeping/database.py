"""conversations.sqlite: its tables, and connections to it.

conversations   one row each, with the user it belongs to (NULL where nobody logs in)
turns           one row a question: `body` is the turn as JSON, `said` its words folded for searching, `record` the
                compressed record of the answer, `good` and `comment` what the reader thought of it
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.errors import DataUnusable
from assistant.keeping.search_text import folded

_NAME = "conversations.sqlite"
_VERSION = 1  # of the tables
_BUSY = 30.0  # seconds that one process waits for another's write, which takes milliseconds
_TABLES = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, user TEXT, title TEXT NOT NULL, changed REAL NOT NULL
);
CREATE INDEX conversations_by_user ON conversations (user, changed);
CREATE TABLE turns (
    name TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL, said TEXT NOT NULL, record BLOB,
    good INTEGER, comment TEXT NOT NULL DEFAULT '',
    UNIQUE (conversation, number)
);
CREATE INDEX turns_with_record ON turns (record IS NOT NULL);
CREATE INDEX turns_rated ON turns (good) WHERE good IS NOT NULL;
"""


def connect(folder: Path | None) -> sqlite3.Connection:
    """A connection for any thread, one at a time; each statement commits by itself. Makes folder and file.

    Without a folder all is in memory.

    Raises `DataUnusable` where they cannot be made or are not ours.
    """
    try:
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what people ask is nobody else's affair
        file = folder / _NAME if folder else ":memory:"
        connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=_BUSY)
    except (OSError, sqlite3.OperationalError) as error:
        raise unusable(folder, getattr(error, "strerror", None) or str(error)) from error
    try:
        _prepare(connection)
    except sqlite3.Error as error:
        connection.close()
        raise unusable(folder, str(error)) from error
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.execute("PRAGMA journal_mode = WAL")  # who reads does not wait for who writes; a crash loses nothing
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
    with transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            raise sqlite3.DatabaseError(f"its tables are of version {version}, not {_VERSION}")


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


def unusable(folder: Path | None, reason: str) -> DataUnusable:
    return DataUnusable(
        f"conversations cannot be kept in {folder or 'memory'}: {reason}",
        hint="Name a folder of your own with ASSISTANT_DATA.",
    )
