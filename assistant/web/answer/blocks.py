"""The text of an answer in blocks: paragraphs, lists of papers, quotations, tables."""

import re
from collections.abc import Iterator
from itertools import groupby

from assistant.web.answer.comparison_table import is_row, table_html
from assistant.web.answer.list_table import BULLET, listing_html, numbers_of
from assistant.web.ask.conversation import Turn
from assistant.web.shell.html import bdi, element, inline

_QUOTED = re.compile(r"^“.*” \[(\d+)\]$")


def blocks(turn: Turn) -> Iterator[str]:
    """Neighbouring lines of a kind together: papers and rows as tables, quotes as quotations, else paragraphs."""
    titles = {c.number: c.quote.paper.title or c.quote.paper.id for c in turn.citations}
    lines = [line for line in turn.text.split("\n") if line.strip()]
    for kind, group in groupby(lines, key=lambda line: _kind(line, turn)):
        shown = list(group)
        if kind == "paper":
            yield listing_html(shown, turn)
        elif kind == "item":
            items = [element("li", inline(BULLET.sub("", line), turn.number, titles), dir="auto") for line in shown]
            yield element("ul", items, class_="items")
        elif kind == "row":
            yield table_html(shown, lambda cell: inline(cell, turn.number, titles))
        elif kind == "quote":
            yield from _quotations(shown, turn.number, titles)
        else:
            yield from (element("p", inline(line, turn.number, titles), dir="auto") for line in shown)


def _kind(line: str, turn: Turn) -> str:
    if is_row(line):
        return "row"
    if BULLET.match(line):
        return "paper" if numbers_of(line, turn) else "item"
    return "quote" if _QUOTED.match(line) else "text"


def _quotations(lines: list[str], turn: int, titles: dict[int, str]) -> Iterator[str]:
    """Quotes of one paper together, with its title below."""
    for title, group in groupby(lines, key=lambda line: _titled(line, titles)):
        quotes = [element("p", inline(line, turn, titles), dir="auto") for line in group]
        yield element("figure", [element("blockquote", quotes), element("figcaption", bdi(title))], class_="quotation")


def _titled(line: str, titles: dict[int, str]) -> str:
    found = _QUOTED.match(line)
    return titles.get(int(found[1]), "") if found else ""
