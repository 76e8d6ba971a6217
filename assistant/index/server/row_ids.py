"""The ids of rows on a server: Chroma's cloud takes 128 bytes at most, and a file may give a paper a longer id.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import sqlite3
from collections.abc import Callable, Iterable
from hashlib import blake2b

from assistant.index.vectors.reading import RowId
from assistant.types import PaperId

_MOST = 128  # bytes
_SHORT = "~"  # begins what stands for a paper whose row's id would be too long
_SQL = "SELECT id FROM papers WHERE length(CAST(id AS BLOB)) > ?"
_AROUND = 40  # bytes; what a row's id has besides that of its paper is shorter


def id_maker(*, short: bool) -> Callable[[RowId], str]:
    """What makes the id of a row: the same for the same row, always, and another one for another row."""
    return _within_limits if short else str


def _within_limits(row: RowId) -> str:
    id = str(row)
    return id if len(id.encode()) <= _MOST else str(row._replace(paper=_short(row.paper)))


def _short(paper: PaperId) -> str:
    return _SHORT + blake2b(paper.encode(), digest_size=16).hexdigest()


class LongPapers:
    """What the short ids of papers stand for. `read`: the papers whose ids may be too long."""

    def __init__(self, read: Callable[[], Iterable[PaperId]]) -> None:
        self._read = read
        self._known: dict[str, PaperId] = {}

    def row(self, id: str) -> RowId:
        """The row that has this id on the server; one of no paper where nobody knows it."""
        row = RowId.read(id)
        if row.paper.startswith(_SHORT) and row.paper not in self._known:
            self._known = {_short(paper): paper for paper in self._read()}
        return row._replace(paper=self._known.get(row.paper, row.paper))


def long_papers(connection: sqlite3.Connection) -> LongPapers:
    return LongPapers(lambda: (id for (id,) in connection.execute(_SQL, (_MOST - _AROUND,)).fetchall()))
