"""A paper's own page: all that is known of it, papers like it, and the way to ask about it."""

import json
from collections.abc import Iterable, Sequence

from assistant.text.source_names import shown_source
from assistant.types import Filters, Paper
from assistant.web.papers.paper_rows import list_address, pick_html, rows_html
from assistant.web.shell.html import bdi, button, element, link, status_mark

_AUTHORS = 12  # shown at once


def paper_html(paper: Paper | None, similar: Sequence[Paper] = (), *, id: str) -> str:
    """`paper` is None where the index has none of this id."""
    back = button("Back to the list", "‹ Back", "paper-back", data_back="")
    if paper is None:
        gone = element("p", "This paper is not in the index, or no longer.", class_="found-none")
        return element("article", [back, gone], class_="paper", data_paper=id)
    ask = button(
        "Ask about this paper",
        "Ask about this paper",
        "paper-ask",
        data_scope=json.dumps({"papers": [paper.id]}),
        data_fill="",
    )
    parts = [
        back,
        element("h2", bdi(paper.title or paper.id), tabindex=-1),
        status_mark(paper),
        _authors(paper),
        _facts(paper),
        element("div", [ask, pick_html(paper), link(paper.url, "Open the paper")], class_="paper-do"),
        element("p", bdi(paper.abstract), class_="paper-abstract", dir="auto"),
    ]
    if similar:
        parts += [element("h3", "Similar papers"), rows_html(similar)]
    return element("article", parts, class_="paper", data_paper=id)


def _authors(paper: Paper) -> str:
    """Each leads to the list of what else they wrote; of very many the rest is folded."""
    links = [element("a", bdi(name), href=list_address(Filters(authors=(name,)))) for name in paper.authors]
    if not links:
        return ""
    if len(links) <= _AUTHORS + 2:
        return element("p", _joined(links), class_="paper-authors")
    more = element("summary", f"and {len(links) - _AUTHORS} more")
    folded = element("details", [more, element("p", _joined(links[_AUTHORS:]))])
    return element("div", [element("p", _joined(links[:_AUTHORS])), folded], class_="paper-authors")


def _facts(paper: Paper) -> str:
    dated = paper.date or paper.date_text
    facts = {
        "Date": [bdi(dated)] if dated else [],
        "Categories": [_link(name, Filters(categories=(name,))) for name in paper.categories],
        "Listed in": [_link(shown_source(name), Filters(sources=(name,))) for name in paper.sources],
        "Nearly the same": [f"{paper.near_copies:,} more"] if paper.near_copies else [],
    }
    pairs = (
        element("div", [element("dt", name), element("dd", _joined(said))]) for name, said in facts.items() if said
    )
    return element("dl", pairs, class_="paper-facts")


def _link(words: str, filters: Filters) -> str:
    return element("a", bdi(words), href=list_address(filters))


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)
