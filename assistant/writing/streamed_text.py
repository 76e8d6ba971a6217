"""The text of a reply as it is shown piece by piece: leads, headings, the head of a table.

Under "drop" a statement that its quotes do not support is left out, unless it was shown before that was known; then,
and always under "mark", it carries the words (unsupported).
"""

from collections.abc import Iterator

from assistant.checking.statements import Piece, Statement
from assistant.checking.table_columns import Table
from assistant.ports import Amended

UNSUPPORTED = " (unsupported)"
_LEFT_OUT = "–"  # in the place of a cell


class Sheet:
    """Keeps what was shown, to amend it. The head of `table` stands above its first row."""

    def __init__(self, table: Table, *, keep_unsupported: bool) -> None:
        self._table, self._keep = table, keep_unsupported
        self._lead, self._heading, self._last = "", "", ""
        self._before: list[str] = []  # what stands before each piece shown: its lead, headings, the table's head
        self.pieces: list[Piece] = []

    def show(self, piece: Piece) -> Iterator[str]:
        """The piece, if anything of it may be seen; a heading waits for what stands below it."""
        self._lead = "\n" if "\n" in (self._lead, piece.lead) else piece.lead
        if piece.kind == "heading":
            self._heading = str(piece.parts[0])
        elif self._keep or any(not one.problem for one in piece.statements):
            self._before.append(self._prefix(piece))
            self.pieces.append(piece)
            self._lead, self._heading, self._last = "", "", piece.kind
            yield self._before[-1] + self._text(piece, keep=self._keep)

    def amend(self, place: int, piece: Piece) -> Iterator[Amended]:
        """The piece shown at `place`, where it differs now."""
        if piece != self.pieces[place]:
            self.pieces[place] = piece
            yield Amended(place, self._before[place] + self._text(piece, keep=True))

    def _prefix(self, piece: Piece) -> str:
        """A table and a group stand apart from what is before them."""
        first, apart = not self.pieces, self._heading or (self._last and (self._last == "row") != (piece.kind == "row"))
        lead = "" if first else "\n\n" if apart else "\n" if piece.kind == "row" else self._lead
        head = f"{self._table.head}\n" if piece.kind == "row" and self._last != "row" else ""
        return f"{lead}{self._heading}{chr(10) * bool(self._heading)}{head}"

    def _text(self, piece: Piece, *, keep: bool) -> str:
        cell = piece.kind == "row"
        return "".join(part if isinstance(part, str) else _shown(part, cell=cell, keep=keep) for part in piece.parts)


def _shown(statement: Statement, *, cell: bool, keep: bool) -> str:
    if not statement.problem:
        return statement.text
    return statement.text + UNSUPPORTED if keep else _LEFT_OUT if cell else ""
