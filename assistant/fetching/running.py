"""Runs a request: page after page is kept as it comes."""

from collections.abc import Callable

from assistant.fetching.kept import Kept
from assistant.fetching.page import Page, Request
from assistant.types import Fetched, Progress


def fetch(request: Request, kept: Kept, *, progress: Callable[[Progress], None]) -> Fetched:
    """Goes on where the same request was cut off. Raises `FetchFailed`; the pages before it are kept then."""
    start, before = kept.start(request.key), kept.papers()
    came, bare, announced = 0, 0, 0
    for page in request.pages(start):
        kept.add(page.records, key=request.key, next=page.next)
        came, announced = came + len(page.records), page.total
        bare += sum(not record.abstract for record in page.records)
        progress(Progress("fetching", came, announced))
    kept.tidy()
    after = kept.papers()
    return Fetched(request.source, came, after - before, bare, announced, after, resumed=start is not None)


def look(request: Request) -> Page:
    """The first page, of which nothing is kept."""
    return next(request.pages(None), Page((), None))
