"""Pages of the list of papers. A cursor is the id of the last paper of a page, so it holds while papers are added."""

from assistant.errors import UsageError
from assistant.exploring import Explorer
from assistant.types import Filters, Paper


def page_of(explorer: Explorer, filters: Filters, limit: int, cursor: str) -> tuple[list[Paper], str | None]:
    """The papers after the cursor, newest first, and the cursor of the next page; None after the last.

    Raises `UsageError` for a cursor that names no paper of the list.
    """
    ids = explorer.find(sort="newest", filters=filters, size=1).ids
    if cursor and cursor not in ids:
        raise UsageError("the cursor names no paper of this list", hint="Begin again without a cursor.")
    start = ids.index(cursor) + 1 if cursor else 0
    page = ids[start : start + limit]
    return list(explorer.papers(page).values()), page[-1] if start + limit < len(ids) else None
