"""Where the disk is at fault and not the index: it is full, or this user may not write there.

Reading needs to write too: sqlite, Chroma and the word index keep their locks in the folder.
"""

import os

from assistant.errors import IndexError_
from assistant.index.layout import Layout

_FULL = ("disk is full", "no space left", "quota exceeded", "disk i/o error")
_CLOSED = ("readonly database", "read-only file system", "permission denied", "unable to open database file")


def check_writable(layout: Layout) -> None:
    """Raises `IndexError_` where there is an index in whose folder this user may not write."""
    own = os.access in os.supports_effective_ids
    if layout.papers.is_file() and not os.access(layout.folder, os.W_OK, effective_ids=own):
        raise _closed(layout)


def of_the_disk(layout: Layout, reason: str) -> IndexError_ | None:
    """What to raise where this `reason` that sqlite, Chroma or the word index gives is the disk's; else None."""
    said = reason.casefold()
    if any(words in said for words in _FULL):
        hint = "Nothing that is in it is lost. Make room on the disk, then try again."
        return IndexError_(f"the index in {layout.folder} cannot be opened: the disk is full or fails", hint=hint)
    return _closed(layout) if any(words in said for words in _CLOSED) else None


def _closed(layout: Layout) -> IndexError_:
    return IndexError_(
        f"the index in {layout.folder} cannot be opened: this user may not write there, and reading needs locks",
        hint=f"Give the right to write, or ask a copy: cp -r {layout.folder} COPY, then --index COPY.",
    )
