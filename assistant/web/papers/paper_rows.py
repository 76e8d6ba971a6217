"""Papers as rows of a list, the same wherever papers are listed."""

import json
from collections.abc import Iterable
from urllib.parse import quote

from assistant.types import Filters, Paper
from assistant.web.scope.filters import filters_to_json
from assistant.web.shell.html import bdi, button, element, status_mark

_AUTHORS = 3  # named in a row
_WORDS = 420  # characters of the abstract that a row can show


def rows_html(papers: Iterable[Paper], *, start: int = 0) -> str:
    """A list of papers that can be opened and picked; `start` counts from 0."""
    return element("ol", [_row(paper) for paper in papers], class_="rows", start=start + 1)


def paper_address(id: str) -> str:
    return f"#papers/paper/{quote(id, safe='')}"


def list_address(filters: Filters) -> str:
    """Where the papers that pass are listed."""
    return "#papers/in/" + quote(json.dumps(filters_to_json(filters)), safe="")


def pick_html(paper: Paper) -> str:
    """The button that gathers papers, to ask about them together."""
    return button(f"Pick: {paper.title or paper.id}", "", "pick", aria_pressed="false", data_pick=paper.id)


def _row(paper: Paper) -> str:
    title = element("a", bdi(paper.title or paper.id), href=paper_address(paper.id), class_="row-title")
    said = [paper.date or paper.date_text or "", _authors(paper), ", ".join(paper.categories[:3])]
    about = element(
        "p", [element("span", bdi(words)) for words in said if words] + [status_mark(paper)], class_="row-about"
    )
    words = element("p", bdi(paper.abstract[:_WORDS]), class_="row-words")
    return element("li", [element("div", [title, about, words], class_="row-main"), pick_html(paper)], class_="entry")


def _authors(paper: Paper) -> str:
    named = ", ".join(paper.authors[:_AUTHORS])
    return f"{named} and {len(paper.authors) - _AUTHORS} more" if len(paper.authors) > _AUTHORS else named
