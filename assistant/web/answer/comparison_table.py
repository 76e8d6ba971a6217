"""The table of a comparison as HTML."""

from collections.abc import Callable, Sequence
from itertools import zip_longest

from assistant.text.table import is_rule, read_row
from assistant.web.shell.html import bdi, element


def is_row(line: str) -> bool:
    return read_row(line) is not None


def table_html(lines: Sequence[str], cell: Callable[[str], str]) -> str:
    """A head where a rule follows the first row, and the first cell of each other row as its heading.

    `cell` makes HTML of a cell's text.
    """
    rows = [read_row(line) or [] for line in lines]
    headed = len(rows) > 1 and is_rule(rows[1])
    head = element("thead", element("tr", [_head(name) for name in rows[0]])) if headed else ""
    names = rows[0][1:] if headed else []
    body = [_row(row, cell, names) for row in (rows[2:] if headed else rows) if row and not is_rule(row)]
    table = element("table", head + element("tbody", body))
    return element("div", table, class_="comparison", tabindex=0, role="region", aria_label="Comparison")


def _head(name: str) -> str:
    """An empty corner heads nothing."""
    return element("th", bdi(name), scope="col") if name.strip() else element("td", "")


def _row(cells: Sequence[str], cell: Callable[[str], str], names: Sequence[str]) -> str:
    """Each cell knows its column's name, for where there is no room for columns."""
    named = zip_longest(cells[1:], names[: len(cells) - 1], fillvalue="")
    inner = [element("td", cell(one), dir="auto", data_head=name) for one, name in named]
    return element("tr", [element("th", bdi(cells[0]), scope="row"), *inner])
