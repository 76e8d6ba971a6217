"""Foreign text in, inert HTML out. Everything that came from a paper, a question or a model passes through `text`.

No Markdown is ever rendered.
"""

import html
from collections.abc import Iterable
from urllib.parse import urlsplit

from assistant.text.invisible_characters import without_unseen

# What a phone draws as blocks stays a table to a screen reader.
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_HEADS = {"col": "columnheader", "row": "rowheader"}


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


def web_address(url: str | None) -> str | None:
    """The address, if it is one of the web; None for `javascript:` and its kin."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def link(url: str | None, words: str) -> str:
    """A link out, or nothing where the address is not one of the web."""
    address = web_address(url)
    if address is None:
        return ""
    return element("a", words, href=address, target="_blank", rel="noopener noreferrer", class_="out")
