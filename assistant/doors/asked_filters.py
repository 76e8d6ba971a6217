"""The filters that a program sends, checked as those of the command line are."""

from collections.abc import Sequence

from assistant.corpus import canonical_id
from assistant.corpus.dates import check_day
from assistant.errors import UnknownSource
from assistant.exploring import Explorer
from assistant.types import Filters


def filters_of(
    since: str | None = None,
    until: str | None = None,
    sources: Sequence[str] = (),
    categories: Sequence[str] = (),
    authors: Sequence[str] = (),
    papers: Sequence[str] = (),
) -> Filters | None:
    """None where nothing is restricted. Raises `UsageError` for a date that is none."""
    ids = tuple(canonical_id(id) for id in papers)
    day, last = check_day(since or None), check_day(until or None)
    return Filters(day, last, tuple(sources), tuple(categories), ids, tuple(authors)) or None


def known_sources(filters: Filters | None, explorer: Explorer) -> Filters | None:
    """The same filters. Raises `UnknownSource`: a misspelt name is an error, not an empty answer."""
    for name in filters.sources if filters else ():
        if name not in (known := explorer.sources()):
            raise UnknownSource(name, known)
    return filters
