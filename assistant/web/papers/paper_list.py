"""The list of the papers that a reader looks through, a page at a time."""

import json
from collections.abc import Sequence

from assistant.exploring.explorer import Listing
from assistant.text.source_names import shown_source
from assistant.types import Filters
from assistant.web.papers.paper_rows import rows_html
from assistant.web.scope.filters import filters_to_json, period
from assistant.web.shell.html import bdi, button, element, text

PAGE = 40  # papers
_MOST_ASKED = 400  # papers that a search can hand over to a question
_EMPTY = "There are no papers here yet. Add some, and they are listed here."


def found_html(listing: Listing, *, typed: str, filters: Filters, topic: Sequence[str] = ()) -> str:
    """How many there are, what restricts them, the rows, and the way to the other pages."""
    total = len(listing.ids)
    parts = [_head(listing, typed, filters, topic)]
    if listing.papers:
        parts += [rows_html(listing.papers, start=listing.start), _pages(listing.start, len(listing.papers), total)]
    else:
        parts.append(element("p", _nothing(typed, filters), class_="found-none"))
    return element("section", parts, class_="found", aria_label="Papers")


def _nothing(typed: str, filters: Filters) -> str:
    if typed.strip():
        return f"Nothing found for “{bdi(typed.strip())}”. Every word must occur; try fewer or shorter ones."
    return "No paper is like that." if filters else _EMPTY


def _head(listing: Listing, typed: str, filters: Filters, topic: Sequence[str]) -> str:
    total = len(listing.ids)
    said = [f"{total:,} paper{'s' * (total != 1)}"]
    if listing.undated:
        said.append(f"{listing.undated:,} without a date left out")
    parts = [element("p", " · ".join(said), class_="found-count", role="status")]
    chips = [element("a", [bdi(words), " ×"], href="#papers", class_="found-chip", aria_label=f"Remove: {words}")
             for words in _restrictions(filters, topic)]  # fmt: skip
    if total and (typed.strip() or filters):
        asked = _asked(listing, typed, filters)
        chips.append(
            button(f"Ask about {asked[0]}", f"Ask about {asked[0]}", "found-ask", data_scope=asked[1], data_fill="")
        )
    return element("div", [*parts, *chips], class_="found-head")


def _restrictions(filters: Filters, topic: Sequence[str]) -> list[str]:
    if topic:
        return [" · ".join(topic)]
    authors = [f"by {author}" for author in filters.authors]
    papers = [f"{len(filters.papers):,} papers"] if filters.papers else []
    dated = [period(filters)] if filters.dated else []
    return [*dated, *map(shown_source, filters.sources), *filters.categories, *authors, *papers]


def _asked(listing: Listing, typed: str, filters: Filters) -> tuple[str, str]:
    """What to ask about, in words and as the scope: the first papers of a search, else the filters themselves."""
    if not typed.strip():
        return ("this paper" if len(listing.ids) == 1 else "these papers"), json.dumps(filters_to_json(filters))
    first = listing.ids[:_MOST_ASKED]
    words = f"the first {_MOST_ASKED}" if len(listing.ids) > _MOST_ASKED else "these papers"
    return ("this paper" if len(first) == 1 else words), json.dumps({"papers": first})


def _pages(start: int, shown: int, total: int) -> str:
    if total <= PAGE:
        return ""
    place = element("span", text(f"{start + 1:,}–{start + shown:,} of {total:,}"), class_="pages-at")
    last = (total - 1) // PAGE * PAGE
    steps = (("First page", "«", 0), ("Page before", "‹", start - PAGE))
    more = (("Next page", "›", start + PAGE), ("Last page", "»", last))
    return element(
        "nav", [*_steps(steps, start, last), place, *_steps(more, start, last)], class_="pages", aria_label="Pages"
    )


def _steps(steps: Sequence[tuple[str, str, int]], at: int, last: int) -> list[str]:
    made = []
    for label, sign, to in steps:
        off = {"disabled": "disabled"} if to == at or not 0 <= to <= last else {}
        made.append(button(label, sign, "pages-step", data_start=max(0, min(to, last)), **off))
    return made
