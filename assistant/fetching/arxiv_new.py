"""What arXiv announced last in a category: its Atom feed, held against the count of its list page."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.fetching.feed import entry_record, parsed_feed
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite
from assistant.types import Record

FEEDS, LISTS = "https://rss.arxiv.org", "https://arxiv.org"
_TOTAL = re.compile(rb"Total of ([0-9]+) entries")
_TRIES = 3


def arxiv_new(category: str, polite: Polite, *, base: str | None = None, wait: float = 10.0) -> Request:
    """`total` of the page is what the list announces. The feed can lag behind it, so it is asked again."""
    source = f"arxiv:{category}"

    def pages(start: str | None) -> Iterator[Page]:
        announced = _announced(polite.get(f"{base or LISTS}/list/{category}/new").body)
        records: tuple[Record, ...] = ()
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(wait)
            parsed = parsed_feed(polite.get(f"{base or FEEDS}/atom/{category}").body)
            records = tuple(_record(entry, source) for entry in parsed.entries)
            if len(records) >= announced:
                break
        yield Page(records, None, announced)

    return Request(source, f"new {base} {category}", pages)


def _announced(page: bytes) -> int:
    found = _TOTAL.search(page)
    return int(found[1]) if found else 0


def _record(entry: Any, source: str) -> Record:
    """The feed's day is that of the announcement, which is not the paper's."""
    record = entry_record(entry, source)
    told = f"announced {record.date}" if record.date else None
    return replace(record, date=None, date_text=told, url=f"https://arxiv.org/abs/{record.given_id}")
