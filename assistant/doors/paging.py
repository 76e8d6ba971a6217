"""Pages of the list of papers. A cursor is the id of the last paper of a page, so it holds while papers are added."""

from collections.abc import Sequence

from assistant.errors import UsageError
from assistant.exploring import Explorer
from assistant.types import Filters, Paper, PaperId


def page_of(explorer: Explorer, filters: Filters, limit: int, cursor: str) -> tuple[list[Paper], str | None]:
    """The papers after the cursor, newest first, and the cursor of the next page; None after the last.

    Raises `UsageError` for a cursor that names no paper of the list.
    """
    ids = explorer.find(sort="newest", filters=filters, size=1).ids
    start = after(ids, cursor)
    page = ids[start : start + limit]
    return list(explorer.papers(page).values()), page[-1] if start + limit < len(ids) else None


def after(ids: Sequence[PaperId], cursor: str) -> int:
    """Where the page after the cursor begins; without one, at the first. Raises `UsageError` as above."""
    if cursor and cursor not in ids:
        raise UsageError("the cursor names no paper of this list", hint="Begin again without a cursor.")
    return ids.index(cursor) + 1 if cursor else 0
