"""Any Atom or RSS feed of papers, through feedparser; its further pages where it names them."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from assistant.corpus import canonical_id, derived_id, is_global
from assistant.corpus.forms.feed import entry_fields
from assistant.corpus.standing import standing
from assistant.errors import FetchFailed
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite, same_host
from assistant.types import Record


def feed(url: str, polite: Polite) -> Request:
    """The papers of the feed at this address. `next` is the address of a further page."""
    source = f"feed:{url}"

    def pages(start: str | None) -> Iterator[Page]:
        at: str | None = start or url
        seen: set[str] = set()
        while at is not None:
            seen.add(at)
            parsed = parsed_feed(polite.get(at).body)
            at = _following(at, parsed, seen)
            yield Page(tuple(entry_record(entry, source) for entry in parsed.entries), at)

    return Request(source, url, pages)


def parsed_feed(body: bytes) -> Any:
    """Raises `FetchFailed` for what is no feed. Lenient as feeds are, but broken and empty is not "nothing new"."""
    parsed = feedparser.parse(BytesIO(body))  # a text would be taken for an address or a file
    if not parsed.get("version") or (parsed.bozo and not parsed.entries):
        raise FetchFailed("what stands at the address is no Atom or RSS feed", hint="Give the address of the feed.")
    return parsed


def entry_record(entry: Mapping[str, Any], source: str) -> Record:
    """Kept without an abstract too, and under whatever id the feed gives it."""
    fields = entry_fields(entry)
    title = " ".join(fields.title.split())
    ids = [canonical_id(text) for text in fields.ids]
    return Record(
        source=source,
        line=1,
        title=title,
        abstract=fields.abstract,
        given_id=next((id for id in ids if is_global(id)), ids[0] if ids else derived_id(title)),
        authors=tuple(name for text in fields.authors if (name := " ".join(text.split()))),
        date=fields.date or None,
        url=fields.url or None,
        categories=fields.categories,
        status=standing(title, fields.abstract, fields.comment),
    )


def _following(at: str, parsed: Any, seen: set[str]) -> str | None:
    links = (link for link in parsed.feed.get("links", ()) if link.get("rel") == "next" and link.get("href"))
    there = next((urljoin(at, link["href"]) for link in links), None)
    return same_host(at, there) if there and there not in seen else None
