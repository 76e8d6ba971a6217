"""An answer as the text of a chat: with its marks, then the numbered sources; and where in it the citations stand."""

import re
from collections.abc import Iterable

from assistant.answer_json import Json
from assistant.text.answer_text import shown
from assistant.types import Answer, Citation

_MARK = re.compile(r"\[(\d+)\]")


def closing(answer: Answer, given: str) -> str:
    """What follows the text that was given already: what a second look has changed since, then the sources."""
    before = given.split("\n")
    changed = [line for line in answer.text.split("\n") if line not in before]
    again = "\n".join(["\n\nAfter a second look:", *changed]) if changed else ""
    sources = "\n".join(map(_source, answer.citations))
    return again + (f"\n\nSources:\n\n{sources}" if sources else "")


def _source(citation: Citation) -> str:
    paper = citation.quote.paper
    title = shown(paper.title or paper.id)
    told = ", ".join(text for text in (title, paper.date or shown(paper.date_text or ""), _address(citation)) if text)
    return f"{citation.number}. {told}: “{shown(citation.quote.text)}”"


def annotations(content: str, citations: Iterable[Citation]) -> list[Json]:
    """A url_citation for each mark of a paper that has an address; the indices are code points of the content."""
    known = {citation.number: citation for citation in citations if _address(citation)}
    marks = [(mark, known[number]) for mark in _MARK.finditer(content) if (number := int(mark[1])) in known]
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": mark.start(),
                "end_index": mark.end(),
                "title": citation.quote.paper.title or citation.quote.paper.id,
                "url": _address(citation),
            },
        }
        for mark, citation in marks
    ]


def _address(citation: Citation) -> str:
    """The address of the paper where it is one of the web: a paper may claim any."""
    url = citation.quote.paper.url or ""
    return url if url.startswith(("https://", "http://")) and not re.search(r"[\s<>()\"]", url) else ""
