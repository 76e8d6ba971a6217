"""A table as lines of text, "| a | b |", the form that Markdown reads too.

Why: docs/decisions/0013-comparisons-are-tables.md
"""

import re
from collections.abc import Sequence

_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"\s*:?-+:?\s*")


def make_row(cells: Sequence[str]) -> str:
    """One line; a bar inside a cell becomes a broken one."""
    plain = (" ".join(cell.replace("|", "¦").split()) for cell in cells)
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in plain)


def make_head(columns: Sequence[str]) -> str:
    """The first two lines: the names of the columns and the rule below them."""
    return f"{make_row(columns)}\n|{'---|' * len(columns)}"


def read_row(line: str) -> list[str] | None:
    """The cells of a line; None where it is no row of a table."""
    stripped = line.strip()
    if not _ROW.fullmatch(stripped):
        return None
    return [cell.strip() for cell in stripped[1:-1].split("|")]


def is_rule(cells: Sequence[str]) -> bool:
    return all(_RULE.fullmatch(cell) for cell in cells)
