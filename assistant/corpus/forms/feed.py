"""Atom and RSS, through feedparser: arXiv's API and its feeds of what is new, and any feed of papers."""

import io
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.forms.feed_pieces import Cut, cuts
from assistant.corpus.forms.whole import Unreadable
from assistant.corpus.lines import Line
from assistant.types import Record, Rejection

_ROOT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:\w+:)?(?:feed|rss|RDF)[\s/>]", re.DOTALL)
_ARXIV_HEAD = re.compile(r"^arXiv:\S+ Announce Type: \S+\s+Abstract: ", re.DOTALL)
_NO_FEED = "this is no Atom or RSS feed that can be read; save the feed itself, not the page around it"


def recognises(head: list[Line]) -> bool:
    return bool(_ROOT.match("\n".join(line.text for line in head)))


def read(data: io.BufferedReader, *, source: str) -> Iterator[Record | Rejection]:
    try:
        for cut in cuts(data):
            yield from _entries(cut, source)
    except Unreadable as broken:
        yield broken.told(source)


def _entries(cut: Cut, source: str) -> Iterator[Record | Rejection]:
    import feedparser  # late: no question needs it

    parsed = feedparser.parse(BytesIO(cut.data))  # a text would be taken for an address or a file
    first = cut.lines[0] if cut.lines else 1
    if not parsed.get("version") or (parsed.bozo and not parsed.entries):
        yield Rejection(source, first, _NO_FEED)
        return
    lines = cut.lines if len(cut.lines) == len(parsed.entries) else [first] * len(parsed.entries)
    for line, entry in zip(lines, parsed.entries, strict=True):
        yield entry_of(entry_fields(entry), source=source, line=line)


def entry_fields(entry: Mapping[str, Any]) -> Fields:
    """An entry as feedparser gives it. The day is the one of publishing, at arXiv that of the first version."""
    said = (entry.get("prism_doi"), entry.get("dc_identifier"), entry.get("id"), entry.get("link"))
    return Fields(
        title=_plain(entry, "title"),
        abstract=_ARXIV_HEAD.sub("", _plain(entry, "summary").strip()),
        ids=tuple(text.removeprefix("oai:arXiv.org:") for text in said if text),
        authors=tuple(name for author in entry.get("authors") or () for name in (author.get("name") or "").split(",")),
        date=_day(entry) if entry.get("published") else "",
        url=entry.get("link") or "",
        categories=tuple(tag["term"] for tag in entry.get("tags") or () if tag.get("term")),
        comment=str(entry.get("arxiv_comment") or ""),
    )


def _plain(entry: Mapping[str, Any], field: str) -> str:
    import lxml.html
    from lxml.etree import ParserError

    text = str(entry.get(field) or "")
    if (entry.get(f"{field}_detail") or {}).get("type") == "text/plain" or "<" not in text:
        return text
    try:
        return str(lxml.html.fromstring(text).text_content())
    except (ParserError, ValueError):
        return text


def _day(entry: Mapping[str, Any]) -> str:
    when = entry.get("published_parsed")
    return f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else ""
