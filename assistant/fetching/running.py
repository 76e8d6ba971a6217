"""Runs a request: page after page is kept as it comes."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.fetching.kept import Kept
from assistant.fetching.page import Page, Request
from assistant.types import Progress


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a request brought, in papers. `announced` is what the service said there would be, 0 for nothing."""

    source: str
    came: int = 0
    new: int = 0
    bare: int = 0  # came without an abstract
    announced: int = 0
    kept: int = 0  # in the source's file afterwards
    resumed: bool = False


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
