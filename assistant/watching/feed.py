"""What was found for a watch, as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from assistant.text.invisible_characters import without_unseen
from assistant.text.markup import web_address
from assistant.text.reasons import why
from assistant.types import Verdict
from assistant.watching.watch import Issue, Watch

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST = 100  # papers
_NEVER = "1970-01-01"


def atom(watch: Watch, issues: Sequence[Issue], address: str) -> bytes:
    """The newest papers first. `issues`: the newest first; `address`: where the feed stands."""
    feed = Element("feed", xmlns=_ATOM)
    _add(feed, "title", watch.question)
    _add(feed, "id", f"urn:paper-assistant:{watch.name}")
    _add(feed, "updated", _time(issues[0].day if issues else _NEVER))
    SubElement(feed, "link", rel="self", href=address)
    found = [(issue, verdict) for issue in issues for verdict in issue.verdicts][:_MOST]
    for issue, verdict in found:
        _entry(feed, issue, verdict)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Element, issue: Issue, verdict: Verdict) -> None:
    paper, entry = verdict.paper, SubElement(feed, "entry")
    mark = f"{paper.status.capitalize()}: " if paper.status else ""
    _add(entry, "title", f"{mark}{paper.title or paper.id}")
    _add(entry, "id", f"urn:paper-assistant:{issue.watch.name}:{quote(paper.id, safe='')}")
    _add(entry, "updated", _time(issue.day))
    for name in paper.authors or ("unknown",):  # an entry has to name one
        _add(SubElement(entry, "author"), "name", name)
    if address := web_address(paper.url):
        SubElement(entry, "link", href=_plain(address))
    quotes = [f"“{quote.text}”" for quote in verdict.quotes[:1]]
    _add(entry, "content", " ".join([*quotes, f"Why: {why(verdict, issue.plan)}"]))


def _add(above: Element, name: str, foreign: str) -> None:
    """Plain text: readers that find no type take it as such."""
    SubElement(above, name).text = _plain(foreign)


def _plain(foreign: str) -> str:
    return _NO_XML.sub("", without_unseen(foreign))


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"
