"""What a question's wording asks of papers besides its topic: dates, authors, order, words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.types import Filters, Kind, Lookup, Order
from assistant.understanding.literal.date_filters import read_days
from assistant.understanding.literal.mentions import read_mention
from assistant.understanding.literal.metadata_filters import (
    read_authors,
    read_categories,
    read_number,
    read_order,
    read_sources,
)
from assistant.understanding.literal.wording import counts_papers, speaks_of_papers
from assistant.understanding.topic import names_topic


@dataclass(frozen=True, slots=True)
class Asked:
    """`rest` is the wording without `filters` and `order`; with `lookup` it names no topic beside them."""

    rest: str
    kind: Kind
    filters: Filters
    lookup: Lookup | None
    order: Order | None
    limit: int | None


def read_asked(question: str, *, today: date, sources: Iterable[str], kind: Kind) -> Asked:
    """Reads the wording of one question on one line. `kind`: what it asks for if nothing literal says otherwise."""
    named, rest = read_sources(question, sources)
    categories, rest = read_categories(rest)
    authors, rest = read_authors(rest)
    days = read_days(rest, today=today)
    more, rest = read_authors(days.rest)  # "papers published in May by Ann Lee"
    order, limit, rest = read_order(rest)
    limit = limit or read_number(rest)
    filters = Filters(days.since, days.until, named, categories, authors=authors or more)
    kind = "count" if counts_papers(rest) else kind
    if order and kind != "count":
        kind = "list"
    lookup = _lookup(question, rest, kind, filters, order)
    if lookup and kind != "count":
        kind = "list"
    return Asked(rest, kind, filters, lookup, order, limit)


def _lookup(question: str, rest: str, kind: Kind, filters: Filters, order: Order | None) -> Lookup | None:
    mention = read_mention(rest)
    if mention:
        return mention if kind in ("list", "count") else None
    bare = not names_topic(rest) and re.search(r"\w", rest)
    papers = speaks_of_papers(question) or kind == "count"
    return Lookup() if bare and (filters or order or (papers and kind in ("list", "count"))) else None
