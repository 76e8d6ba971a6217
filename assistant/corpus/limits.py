"""What text may enter: bounds of length, and characters no store can hold."""

import re

_TITLE = 1_000  # characters; the longest of 100,000 arXiv titles has 335
_ABSTRACT = 20_000
_ID = 300
_BROKEN = re.compile("[\0\ud800-\udfff]")


def fault_of(field: str, text: str) -> str | None:
    """Why the text of a field ("title", "abstract", "id", ...) cannot be taken; None where it can."""
    limit = {"title": _TITLE, "abstract": _ABSTRACT, "id": _ID}.get(field)
    if limit and len(text) > limit:
        advice = " (is it an abstract that lost its title?)" if field == "title" else ""
        return f"the {field} has {len(text):,} characters and at most {limit:,} are taken; shorten it{advice}"
    if broken := _BROKEN.search(text):
        what = "a NUL character" if broken[0] == "\0" else f"half a character (surrogate U+{ord(broken[0]):04X})"
        return f"in the {field} stands {what}; delete it, or save as UTF-8"
    return None


def snippet(text: str, length: int = 60) -> str:
    """The beginning of a text, to show in a reason: one line, no control characters."""
    shown = "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(text.split())[: length + 1]
    )
    return f'"{shown}"' if len(shown) <= length else f'"{shown[:length].rstrip()}…"'
