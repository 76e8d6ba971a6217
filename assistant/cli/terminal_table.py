"""A table of an answer laid out for a terminal, its cells wrapped."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

from assistant.text.table import is_rule, read_row

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_GAP = "  "
_FIRST, _NARROWEST = 16, 12  # characters: the column of aspects at most, any other at least


class Columns:
    """Passes text on as it comes, and a table once all its rows are there."""

    def __init__(self, width: int) -> None:
        self._width, self._rows, self._held = width, list[str](), ""
        self._within_line = False

    def feed(self, text: str) -> str:
        """What can be shown now."""
        shown = ""
        for line in _LINE.findall(text):
            if self._within_line or not (self._held + line).startswith("|"):
                shown += self._table() + line
                self._within_line = not line.endswith("\n")
            else:
                self._held += line
                if line.endswith("\n"):
                    self._rows.append(self._held.rstrip("\n"))
                    self._held = ""
        return shown

    def end(self) -> str:
        """What is left when the text is over."""
        if self._held:
            self._rows.append(self._held)
            self._held = ""
        return self._table().removesuffix("\n")

    def _table(self) -> str:
        rows, self._rows = [read_row(row) or [row] for row in self._rows], []
        told = [row for row in rows if not is_rule(row)]
        return lay_out(told, self._width) if told else ""


def lay_out(rows: Sequence[Sequence[str]], width: int) -> str:
    """The rows below each other, every line ending with a line feed; the first is the head, underlined."""
    widths = _widths(rows, width)
    blocks = [_block(row, widths) for row in rows]
    rule = _GAP.join("-" * w for w in widths) + "\n"
    apart = "\n" if any(block.count("\n") > 1 for block in blocks[1:]) else ""
    return blocks[0] + rule + apart.join(blocks[1:])


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """As wide as what they hold where that fits, else the first narrow and the others alike."""
    natural = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    first, others = min(natural[0], _FIRST), len(natural) - 1
    if not others or sum(natural) + len(_GAP) * others <= width:
        return natural
    share = max(_NARROWEST, (width - first) // others - len(_GAP))
    return [first, *(min(own, share) for own in natural[1:])]


def _block(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        wrap(cell, max(1, w)) for cell, w in zip_longest(row, widths[: len(row)], fillvalue=1) if isinstance(cell, str)
    ]
    lines = zip_longest(*cells, fillvalue="")
    return "".join(
        _GAP.join(part.ljust(w) for part, w in zip(line, widths, strict=False)).rstrip() + "\n" for line in lines
    )
