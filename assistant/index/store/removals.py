"""Which sources are being removed, until chroma/ and words/ are up to it: a removal that was killed can be repeated."""

import sqlite3

TABLE = "CREATE TABLE IF NOT EXISTS removals (source TEXT PRIMARY KEY, gone INTEGER NOT NULL)"


def note_removal(connection: sqlite3.Connection, source: str, gone: int) -> int:
    """To be called within the transaction that removes it. Returns how many papers went, those of a removal that was
    killed with them."""
    connection.execute(
        "INSERT INTO removals VALUES (?, ?) ON CONFLICT DO UPDATE SET gone = gone + excluded.gone", (source, gone)
    )
    (total,) = connection.execute("SELECT gone FROM removals WHERE source = ?", (source,)).fetchone()
    return int(total)


def is_removal_begun(connection: sqlite3.Connection, source: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM removals WHERE source = ?", (source,)).fetchone())


def end_removals(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM removals")
