"""Saved pages, through lxml: a paper's page with citation_* tags, arXiv's lists with abstracts, Daily Papers."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.forms.json_papers import fields_of, people
from assistant.corpus.forms.whole import whole_bytes
from assistant.corpus.lines import Line
from assistant.corpus.names import given_first
from assistant.types import Record, Rejection

_MARKUP = re.compile(
    r"\s*<(?:\?xml|!doctype|!--|html|head|body|div|main|section|article|script|meta|title)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*(?:Title|Authors?|Abstract|Subjects|Comments):\s*", re.IGNORECASE)
_NO_PAPERS = (
    "this is the HTML of a page that does not say its papers in a way known; "
    "open it in a browser, select all, copy, and save that as a text file"
)
_CODE = re.compile(r"\(([\w.-]+)\)")


def recognises(head: list[Line]) -> bool:
    return bool(_MARKUP.match("\n".join(line.text for line in head[:50])))


def read(data: io.BufferedReader, *, source: str) -> Iterator[Record | Rejection]:
    body = whole_bytes(data, source)
    if isinstance(body, Rejection):
        yield body
        return
    found, last = False, body.count(b"\n") + 1
    for line, fields in _papers(body):
        found = True
        yield entry_of(fields, source=source, line=max(1, min(line, last)))
    if not found:
        yield Rejection(source, 1, _NO_PAPERS)


def _papers(body: bytes) -> Iterator[tuple[int, Fields]]:
    import lxml.html
    from lxml.etree import LxmlError

    try:
        page = lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(encoding="utf-8", no_network=True))
    except (LxmlError, ValueError, AssertionError):
        return
    tags = [(node.get("name", "").lower(), node.get("content") or "") for node in page.iter("meta")]
    if any(name == "citation_title" for name, _ in tags):
        yield 1, _cited(page, tags)
        return
    for node in page.xpath("//*[@data-props]"):
        yield from ((node.sourceline or 1, fields) for fields in _daily(node.get("data-props")))
    for node in page.xpath("//dl/dd[.//*[contains(@class, 'list-title')]]"):
        yield node.sourceline or 1, _listed(node)


def _cited(page: Any, tags: list[tuple[str, str]]) -> Fields:
    def said(*names: str) -> list[str]:
        return [text for wanted in names for name, text in tags if name == wanted and text.strip()]

    people_said = said("citation_author") or [name for text in said("citation_authors") for name in text.split(";")]
    shown = page.xpath("//blockquote[contains(@class, 'abstract')]")
    abstract = said("citation_abstract", "dc.description", "dcterms.abstract") or [_text(node) for node in shown]
    ids = said("citation_arxiv_id", "citation_doi", "dc.identifier")
    return Fields(
        title=said("citation_title")[0] if said("citation_title") else "",
        abstract=abstract[0] if abstract else "",
        ids=tuple(ids),
        authors=tuple(given_first(name) for name in people_said),
        date=next(
            iter(said("citation_date", "citation_publication_date", "citation_online_date", "citation_year")), ""
        ),
        url=next(iter(said("citation_abstract_html_url", "citation_public_url")), ""),
        categories=tuple(part for text in said("citation_keywords") for part in re.split(r"[;,]\s*", text)),
        comment=next((_text(node) for node in page.xpath("//td[contains(@class, 'comments')]")), ""),
    )


def _daily(props: str) -> Iterator[Fields]:
    """The JSON that the page of Daily Papers was made from."""
    try:
        found = json.loads(props)
    except (ValueError, RecursionError):
        return
    listed = found.get("dailyPapers") if isinstance(found, dict) else None
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and (fields := fields_of(entry)):
            yield fields


def _listed(node: Any) -> Fields:
    """A paper of an arXiv list; its number stands in the element before."""

    def said(kind: str) -> str:
        return next((_text(found) for found in node.xpath(f".//*[contains(@class, '{kind}')]")), "")

    above = node.getprevious()
    links = above.xpath(".//a/@href") if above is not None else []
    id = next((link.rpartition("/abs/")[2] for link in links if "/abs/" in link), "")
    return Fields(
        title=said("list-title"),
        abstract=next((_text(found) for found in node.xpath(".//p[contains(@class, 'mathjax')]")), ""),
        ids=(id,),
        authors=people(said("list-authors")),
        categories=tuple(_CODE.findall(said("list-subjects"))),
        comment=said("list-comments"),
    )


def _text(node: Any) -> str:
    return _LABEL.sub("", " ".join(node.text_content().split()))
