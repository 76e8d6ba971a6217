"""The filters of a command, checked against the index: a misspelt source is an error, not an empty answer."""

from argparse import Namespace
from pathlib import Path

from assistant import build
from assistant.corpus import canonical_id
from assistant.corpus.dates import check_day
from assistant.errors import UnknownSource, UsageError
from assistant.index import Index
from assistant.settings import Settings
from assistant.types import Filters


def filters_of(args: Namespace, settings: Settings) -> Filters:
    """Raises `UsageError` for a date that is none, and for a source or paper that the index does not hold."""
    since, until = check_day(args.since), check_day(args.until)
    if not (args.source or args.paper):
        return Filters(since, until, categories=tuple(args.category), authors=tuple(args.author))
    with build.open_index(settings) as index:
        sources = tuple(_known_source(name, index) for name in args.source)
        papers = tuple(_known_paper(canonical_id(id), index) for id in args.paper)
    return Filters(since, until, sources, tuple(args.category), papers, tuple(args.author))


def _known_source(name: str, index: Index) -> str:
    known = index.sources()
    for spelling in (name, str(Path(name).absolute())):
        if spelling in known:
            return spelling
    raise UnknownSource(name, known)


def _known_paper(id: str, index: Index) -> str:
    if id not in index.papers([id]):
        raise UsageError(f"no paper has the id {id}", hint="List the ids with: assistant papers")
    return id
