"""Which generations of chroma/ and words/ are being read: those stay until nobody does, or a page that runs would lose
what it answers from when the index is rebuilt for another embedding model.

A reader holds sqlite's own shared lock on a file of the generation, so one that dies lets it go.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from assistant.index.layout import Layout


def make_holdable(layout: Layout, generation: int) -> None:
    """By the writer: a reader may have no right to write to the folder."""
    layout.held(generation).touch()


def hold(layout: Layout, generation: int) -> sqlite3.Connection | None:
    """Held until the connection is closed. None where the writer was of an earlier version and made no file."""
    try:
        connection = _open(layout, generation, "ro")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return None
    return connection


@contextmanager
def let_go(layout: Layout, generation: int) -> Iterator[bool]:
    """Whether nobody reads it; then nobody begins to until the end."""
    if not layout.held(generation).is_file():
        yield True
        return
    with closing(_open(layout, generation, "rw")) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True


def _open(layout: Layout, generation: int, mode: str) -> sqlite3.Connection:
    address = f"{layout.held(generation).absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=0, check_same_thread=False)
