"""The only maker of markup: foreign text in, inert HTML out."""

import html
import re
from collections.abc import Iterable

# Controls, half characters, and the marks that turn the direction of what follows them (CVE-2021-42574)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def text(foreign: str) -> str:
    """Foreign text as HTML text, also safe within double quotes as an attribute."""
    return html.escape(_UNSEEN.sub("", foreign), quote=True)


def element(tag: str, inner: str | Iterable[str] = "", **attributes: str | float) -> str:
    """`inner` is HTML already; attribute values are foreign. `class_` and `stroke_width` become class, stroke-width."""
    pairs = "".join(f' {name.strip("_").replace("_", "-")}="{text(str(v))}"' for name, v in attributes.items())
    return f"<{tag}{pairs}>{inner if isinstance(inner, str) else ''.join(inner)}</{tag}>"


def said(tag: str, foreign: str, **attributes: str | float) -> str:
    """An element around foreign text, which keeps its direction to itself."""
    return element(tag, text(foreign), dir="auto", **attributes)


def section(title: str, lead: str, *parts: str, id: str) -> str:
    """`title` and `lead` are our own words, `parts` HTML."""
    return element("section", (element("h2", text(title)), element("p", text(lead), class_="lead"), *parts), id=id)


def number(value: float) -> str:
    """Two decimals; what is not 1 is not rounded to 1, nor what is not 0 to 0."""
    if 1e-9 < value < 1 - 1e-9:
        value = min(max(value, 0.01), 0.99)
    return f"{value:.2f}"


def signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "±0"
