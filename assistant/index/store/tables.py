"""papers.sqlite: its tables, and connections to it.

records   what each source says, one row an entry, in the order first seen
papers    which record each paper shows; `digest` is that of its title and abstract
derived   a row for each paper in a generation of chroma/ and words/; `stale` says that what they hold is not the
          paper as it is (where the paper is gone: that it is to be deleted)
chunks    every row that can be in chroma/, with the digest of the text it was cut from; more than are there while
          a batch is being written
kept      the vectors once more, as float16, so that damaged stores are made again without embedding
texts, bands   which papers are near-copies: near_copies.py
removals  sources that are being removed: removals.py
"""

import sqlite3
from contextlib import AbstractContextManager

from assistant.errors import IndexBusy, IndexMismatch, IndexMissing
from assistant.index.disk import is_closed, of_the_disk
from assistant.index.layout import Layout, missing
from assistant.index.store import near_copies, removals
from assistant.locking import alone

_VERSION = 1  # of the tables
_CACHE = 64 * 1024  # KiB that a writer may hold of the file
_TABLES = """
CREATE TABLE records (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL, line INTEGER NOT NULL,
    key TEXT NOT NULL, own_id TEXT NOT NULL, given_id TEXT, paper TEXT,
    date TEXT, date_text TEXT, url TEXT, authors TEXT NOT NULL, categories TEXT NOT NULL,
    title TEXT NOT NULL, abstract TEXT NOT NULL, status TEXT NOT NULL DEFAULT ''
);
CREATE INDEX records_by_source ON records (source, paper);
CREATE INDEX records_by_key ON records (key, given_id);
CREATE INDEX records_by_given_id ON records (given_id) WHERE given_id IS NOT NULL;
CREATE INDEX records_by_paper ON records (paper, source);
CREATE TABLE papers (id TEXT PRIMARY KEY, shown INTEGER NOT NULL REFERENCES records, digest TEXT NOT NULL);
CREATE TABLE derived (
    generation INTEGER NOT NULL, paper TEXT NOT NULL, stale INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (generation, paper)
);
CREATE INDEX stale ON derived (generation) WHERE stale;
CREATE TABLE chunks (
    generation INTEGER NOT NULL, paper TEXT NOT NULL, digest TEXT NOT NULL, ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (generation, paper, digest, ordinal)
) WITHOUT ROWID;
"""
# Not in an index of an earlier release; a writer adds them.
_LATER = (
    "CREATE INDEX IF NOT EXISTS records_undated ON records (paper) WHERE date IS NULL",
    """
CREATE TABLE IF NOT EXISTS kept (
    embedder TEXT NOT NULL, paper TEXT NOT NULL, digest TEXT NOT NULL, ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (embedder, paper, digest, ordinal)
)
""",
    *near_copies.TABLES,
    removals.TABLE,
)


def connect(layout: Layout, *, create: bool = False) -> sqlite3.Connection:
    """A connection that any thread may use (sqlite is compiled serialised) and that commits each statement by itself.

    Raises `IndexMissing` where there is no file and none is to be made, `IndexMismatch` where it is not ours, and
    `IndexError_` where the disk does not let it be opened.
    """
    if not create and not layout.papers.is_file():
        raise missing(layout)
    connection = sqlite3.connect(_address(layout), uri=True, isolation_level=None, check_same_thread=False, timeout=30)
    try:
        if not create and not layout.manifest.is_file() and _is_empty(connection):
            raise missing(layout)
        _prepare(connection, create=create)
    except IndexMissing:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        raise of_the_disk(layout, str(error)) or _unreadable(layout, str(error)) from error
    return connection


def _address(layout: Layout) -> str:
    """In a folder that is closed to this user sqlite makes no files: it shares those of a process that writes, or takes
    papers.sqlite for one that nobody changes."""
    closed = ("mode=ro" if layout.log.is_file() else "immutable=1") if is_closed(layout) else "mode=rwc"
    return f"{layout.papers.absolute().as_uri()}?{closed}"


def _prepare(connection: sqlite3.Connection, *, create: bool) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0 and create:
        connection.execute("PRAGMA journal_mode = WAL")  # readers go on while a writer writes
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
    elif version != _VERSION:
        raise sqlite3.DatabaseError(f"its tables are of version {version}, not {_VERSION}")
    _check_tables(connection)
    if create and not has_status(connection):
        connection.execute("ALTER TABLE records ADD COLUMN status TEXT NOT NULL DEFAULT ''")
    if create:  # the rows of `bands` go all over their table: of 100,000 papers 70 s of processor time and not 112
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    for statement in _LATER if create else ("PRAGMA query_only = 1",):
        connection.execute(statement)


def _is_empty(connection: sqlite3.Connection) -> bool:
    """As a process leaves the file that died before it made the tables."""
    return not connection.execute("SELECT 1 FROM sqlite_master").fetchone()


def has_status(connection: sqlite3.Connection) -> bool:
    """Not so in an index of the first release, until a writer opens it."""
    return any(name == "status" for _, name, *_ in connection.execute("PRAGMA table_info(records)").fetchall())


def has_texts(connection: sqlite3.Connection) -> bool:
    """The same of the tables of near-copies."""
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'texts'").fetchone())


def _check_tables(connection: sqlite3.Connection) -> None:
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    gone = {"records", "papers", "derived", "chunks"} - there
    if gone:
        raise sqlite3.DatabaseError(f"the table {min(gone)} is missing")


def _unreadable(layout: Layout, reason: str) -> IndexMismatch:
    return IndexMismatch(
        f"{layout.papers} cannot be used: {reason}",
        hint=f"Index your papers into another folder: assistant index PATH... --index {layout.folder}-new",
    )


def writing(layout: Layout) -> AbstractContextManager[None]:
    """Held by the one process that writes. Raises `IndexBusy` where another holds it."""
    busy = f"another process is writing to the index in {layout.folder}"
    return alone(layout.lock, IndexBusy(busy, hint="Wait until it has finished, then run the command again."))


def is_being_written(layout: Layout) -> bool:
    """Whether some process holds the lock of the writer. Takes no lock that would hold one back."""
    if not layout.lock.is_file():
        return False
    lock = sqlite3.connect(f"{layout.lock.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
    try:
        lock.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return True
    finally:
        lock.close()
    return False
