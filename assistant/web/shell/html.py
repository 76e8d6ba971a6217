"""The only maker of markup: foreign text in, inert HTML out.

Everything that came from a paper, a question or a model passes through `text`. No Markdown is ever rendered.
"""

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from assistant.text.invisible_characters import without_unseen

# What a phone draws as blocks stays a table to a screen reader.
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_HEADS = {"col": "columnheader", "row": "rowheader"}
_MARK = re.compile(r"\[(\d+)\]")


def text(foreign: str) -> str:
    """Foreign text as HTML text, also safe within double quotes as an attribute."""
    return html.escape(without_unseen(foreign), quote=True)


def bdi(foreign: str) -> str:
    """Foreign text that keeps its direction, if it is written from right to left, to itself."""
    return f"<bdi>{text(foreign)}</bdi>"


def element(tag: str, inner: str | Iterable[str], **attributes: str | int) -> str:
    """`inner` is HTML already; attribute values are foreign. `class_` and `data_turn` become class and data-turn."""
    if role := _ROLES.get(tag) or (tag == "th" and _HEADS.get(str(attributes.get("scope")))):
        attributes = {**attributes, "role": role}
    pairs = "".join(f' {name.strip("_").replace("_", "-")}="{text(str(v))}"' for name, v in attributes.items())
    return f"<{tag}{pairs}>{inner if isinstance(inner, str) else ''.join(inner)}</{tag}>"


def void(tag: str, **attributes: str | int) -> str:
    """An element that holds nothing, such as `input`."""
    return element(tag, "", **attributes).removesuffix(f"</{tag}>")


def button(label: str, inner: str, class_: str, **data: str | int) -> str:
    return element("button", inner, type="button", class_=class_, aria_label=label, **data)


def link(url: str | None, words: str) -> str:
    """A link out, or nothing where the address is not one of the web: `javascript:` and its kin stay unseen."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    if url is None or parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return element("a", words, href=url, target="_blank", rel="noopener noreferrer", class_="out")


def chip(turn: int, number: int, title: str) -> str:
    """The numbered button that opens a source beside the answer."""
    return button(f"Source {number}: {title}", str(number), "chip", data_turn=turn, data_cite=number)


def inline(line: str, turn: int, titles: dict[int, str]) -> str:
    """A line of an answer; its marks [n] become chips where n is a key of `titles`, and stay text elsewhere."""

    def marked(found: re.Match[str]) -> str:
        number = int(found[1])
        return chip(turn, number, titles[number]) if number in titles else found[0]

    return _MARK.sub(marked, text(line))
