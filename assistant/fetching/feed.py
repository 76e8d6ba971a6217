"""Any Atom or RSS feed of papers, through feedparser; its further pages where it names them."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
import lxml.html
from lxml.etree import ParserError

from assistant.corpus import canonical_id, derived_id, is_global
from assistant.errors import FetchFailed
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite, same_host
from assistant.types import Record

_ARXIV_HEAD = re.compile(r"^arXiv:\S+ Announce Type: \S+\s+Abstract: ", re.DOTALL)


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
    title = " ".join(_plain(entry, "title").split())
    said = (entry.get("prism_doi"), entry.get("dc_identifier"), entry.get("id"), entry.get("link"))
    ids = [canonical_id(text.removeprefix("oai:arXiv.org:")) for text in said if text]
    link = entry.get("link")
    return Record(
        source=source,
        line=1,
        title=title,
        abstract=_ARXIV_HEAD.sub("", _plain(entry, "summary").strip()),
        given_id=next((id for id in ids if is_global(id)), ids[0] if ids else derived_id(title)),
        authors=tuple(name for author in entry.get("authors") or () for name in _names(author.get("name") or "")),
        date=entry.get("published") and _day(entry),
        url=link,
        categories=tuple(tag["term"] for tag in entry.get("tags") or () if tag.get("term")),
    )


def _plain(entry: Mapping[str, Any], field: str) -> str:
    text = str(entry.get(field) or "")
    if (entry.get(f"{field}_detail") or {}).get("type") == "text/plain" or "<" not in text:
        return text
    try:
        return str(lxml.html.fromstring(text).text_content())
    except (ParserError, ValueError):
        return text


def _names(text: str) -> Iterator[str]:
    """arXiv writes all authors into one element, with commas."""
    yield from (name for part in text.split(",") if (name := " ".join(part.split())))


def _day(entry: Mapping[str, Any]) -> str | None:
    when = entry.get("published_parsed")
    return f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else None


def _following(at: str, parsed: Any, seen: set[str]) -> str | None:
    links = (link for link in parsed.feed.get("links", ()) if link.get("rel") == "next" and link.get("href"))
    there = next((urljoin(at, link["href"]) for link in links), None)
    return same_host(at, there) if there and there not in seen else None
