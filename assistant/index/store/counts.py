"""What counts are made of: dates and the words of texts, read from papers.sqlite."""

import sqlite3
import unicodedata
from collections.abc import Callable, Set

from assistant.index.store.said import SAID
from assistant.types import PaperId


def by_date(connection: sqlite3.Connection, within: Set[PaperId] | None) -> dict[PaperId, str | None]:
    """The papers with their dates, newest first, the undated last; those of one day in the order they came."""
    rows = connection.execute(f"SELECT id, date FROM {SAID} ORDER BY date IS NULL, date DESC, shown")
    return {id: date for id, date in rows.fetchall() if within is None or id in within}


def mentioning(
    connection: sqlite3.Connection, said: Callable[[str], bool], within: Set[PaperId] | None
) -> set[PaperId]:
    """The papers of whose title or abstract `said` is true.

    Every text is read: the word index knows only stems, and only papers that are indexed already.
    """
    rows = connection.execute("SELECT papers.id, title, abstract FROM papers JOIN records ON records.id = papers.shown")
    return {id for id, *texts in rows if (within is None or id in within) and any(said(_plain(t)) for t in texts)}


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
