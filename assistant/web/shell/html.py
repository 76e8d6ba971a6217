"""The page's own markup, on top of `text.markup`: buttons, chips, the lines of an answer."""

import re

from assistant.text.markup import bdi, element, link, text, void
from assistant.types import Paper

__all__ = ["bdi", "button", "chip", "element", "inline", "link", "status_mark", "text", "void"]

_MARK = re.compile(r"\[(\d+)\]")


def button(label: str, inner: str, class_: str, **data: str | int) -> str:
    return element("button", inner, type="button", class_=class_, aria_label=label, **data)


def status_mark(paper: Paper) -> str:
    """That the paper was withdrawn, retracted or replaced; nothing where it stands."""
    return element("strong", paper.status.capitalize(), class_="status") if paper.status else ""


def chip(turn: int, number: int, title: str) -> str:
    """The numbered button that opens a source beside the answer."""
    return button(f"Source {number}: {title}", str(number), "chip", data_turn=turn, data_cite=number)


def inline(line: str, turn: int, titles: dict[int, str]) -> str:
    """A line of an answer; its marks [n] become chips where n is a key of `titles`, and stay text elsewhere."""

    def marked(found: re.Match[str]) -> str:
        number = int(found[1])
        return chip(turn, number, titles[number]) if number in titles else found[0]

    return _MARK.sub(marked, text(line))
