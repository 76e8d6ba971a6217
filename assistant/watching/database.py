"""watches.sqlite: its tables, connections to it, and the lock of whoever runs a digest.

watches    one row each: `body` is the watch as JSON; `upto` the last arrival it has looked at (NULL: none yet);
           `last` the day of that look; `seen` the last issue that a reader of the page has seen
arrivals   every paper that a digest has met, `run` counting the digests that met new ones; `digest` is that of its
           text, by which it is known again under another id
issues     what each look found, as JSON
owed       the issues that a recipient has not got yet; `mail` names the mail they are in while it is being sent
mails      mails as they go out, byte for byte, until it is known whether they went
had        the papers that a recipient has got
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.errors import DataUnusable, IndexBusy

_NAME, _LOCK = "watches.sqlite", "digest.lock"
_VERSION = 1
_BUSY = 30.0  # seconds that one process waits for another's write
_TABLES = """
CREATE TABLE watches (
    name TEXT PRIMARY KEY, user TEXT, body TEXT NOT NULL, upto INTEGER, last TEXT, seen INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE arrivals (paper TEXT PRIMARY KEY, digest TEXT NOT NULL, run INTEGER NOT NULL);
CREATE TABLE issues (
    watch TEXT NOT NULL REFERENCES watches ON DELETE CASCADE, number INTEGER NOT NULL, found INTEGER NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (watch, number)
);
CREATE TABLE owed (
    recipient TEXT NOT NULL, watch TEXT NOT NULL, number INTEGER NOT NULL, mail TEXT,
    PRIMARY KEY (recipient, watch, number),
    FOREIGN KEY (watch, number) REFERENCES issues ON DELETE CASCADE
);
CREATE TABLE mails (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, message BLOB NOT NULL);
CREATE TABLE had (recipient TEXT NOT NULL, paper TEXT NOT NULL, PRIMARY KEY (recipient, paper));
"""


def connect(folder: Path | None) -> sqlite3.Connection:
    """A connection for any thread, one at a time. Makes folder and file; without a folder all is in memory.

    Raises `DataUnusable` where they cannot be made or are not ours.
    """
    try:
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds addresses
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
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # what was sent is on disk before the next mail goes
    connection.execute("PRAGMA foreign_keys = ON")
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


@contextmanager
def alone(folder: Path | None) -> Iterator[None]:
    """Held by the one process that runs a digest; sqlite's own lock, so a process that dies lets it go.

    Raises `IndexBusy` where another holds it.
    """
    lock = sqlite3.connect(folder / _LOCK if folder else ":memory:", isolation_level=None, timeout=0.2)
    try:
        _take(lock)
        yield
    finally:
        lock.close()


def _take(lock: sqlite3.Connection) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise IndexBusy("another digest is being made", hint="Wait until it has finished.") from error


def unusable(folder: Path | None, reason: str) -> DataUnusable:
    return DataUnusable(
        f"watches cannot be kept in {folder or 'memory'}: {reason}",
        hint="Name a folder of your own with ASSISTANT_DATA.",
    )
