"""Where the disk is at fault and not the index: it is full, or this user may not write there.

Why: docs/decisions/0069-an-index-is-read-where-it-cannot-be-written.md
"""

import os
from pathlib import Path

from assistant.errors import IndexError_
from assistant.index.layout import Layout

_FULL = ("disk is full", "no space left", "quota exceeded", "disk i/o error")
_CLOSED = ("readonly database", "read-only file system", "permission denied", "unable to open database file")


def may_write(folder: Path) -> bool:
    """Whether this user may; nobody may where the disk is read-only."""
    own = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK, effective_ids=own)


def is_closed(layout: Layout) -> bool:
    """Whether there is an index in whose folder this user may not write. It is read without locks."""
    return layout.papers.is_file() and not may_write(layout.folder)


def state_without_locks(layout: Layout) -> tuple[int, int] | None:
    """What changes when somebody else writes to papers.sqlite; None where sqlite tells that itself, by its locks."""
    return (_written(layout.papers), _written(layout.log)) if is_closed(layout) else None


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def not_to_be_written(layout: Layout) -> IndexError_:
    return IndexError_(
        f"the index in {layout.folder} cannot be changed: this user may not write there",
        hint=f"It can be asked as it is. Give the right to write, or change a copy: cp -r {layout.folder} COPY, "
        "then --index COPY.",
    )


def of_the_disk(layout: Layout, reason: str) -> IndexError_ | None:
    """What to raise where this `reason` that sqlite, Chroma or the word index gives is the disk's; else None."""
    said = reason.casefold()
    if any(words in said for words in _FULL):
        hint = "Nothing that is in it is lost. Make room on the disk, then try again."
        return IndexError_(f"the index in {layout.folder} cannot be opened: the disk is full or fails", hint=hint)
    return _closed(layout) if any(words in said for words in _CLOSED) else None


def _closed(layout: Layout) -> IndexError_:
    return IndexError_(
        f"the index in {layout.folder} cannot be opened: this user may not write there, and reading it needs that",
        hint=f"Give the right to write, or ask a copy: cp -r {layout.folder} COPY, then --index COPY.",
    )
