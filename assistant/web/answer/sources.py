"""The cited papers of an answer as cards: the abstract with its quotes marked in their places."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath

from assistant.types import Citation, Paper
from assistant.web.ask.conversation import Turn
from assistant.web.shell.html import bdi, button, chip, element, link, status_mark, text

_NAMED = 12  # authors; some papers have hundreds
Piece = tuple[str, tuple[int, ...]]


def sources_html(turn: Turn) -> str:
    """A card per cited paper, in the order of their first numbers; the page shows one at a time."""
    by_paper: dict[str, list[Citation]] = {}
    for citation in turn.citations:
        by_paper.setdefault(citation.quote.paper.id, []).append(citation)
    groups = list(by_paper.values())
    cards = [_card(turn.number, groups, place) for place in range(len(groups))]
    if not cards:
        cards = [element("p", "This answer cites no source.", class_="none")]
    return element("section", cards, class_="sources", data_turn=turn.number)


def _card(turn: int, groups: Sequence[Sequence[Citation]], place: int) -> str:
    citations = groups[place]
    paper = citations[0].quote.paper
    abstract = element("p", [_piece(piece) for piece in pieces(paper.abstract, citations)], dir="auto")
    inner = [
        _bar(turn, groups, place),
        element("h3", bdi(paper.title or paper.id)),
        status_mark(paper),
        _about(paper),
        element("div", abstract, class_="abstract", tabindex=0, role="region", aria_label="Abstract"),
        element("div", [link(paper.url, "Open the paper"), _only(paper)], class_="ways"),
    ]
    numbers = ", ".join(str(c.number) for c in citations)
    return element(
        "article", inner, class_="card", id=f"card-{turn}-{place + 1}", tabindex=-1, aria_label=f"Source {numbers}"
    )


def _bar(turn: int, groups: Sequence[Sequence[Citation]], place: int) -> str:
    """Which of how many, the way to its neighbours, and the way back."""
    chips = [chip(turn, c.number, f"quote {c.number} of this paper") for c in groups[place]]
    steps = []
    if len(groups) > 1:
        before, after = groups[place - 1][0].number, groups[(place + 1) % len(groups)][0].number
        steps = [
            button("Source before", "‹", "step", data_turn=turn, data_cite=before),
            element("span", f"{place + 1} of {len(groups)}", class_="place"),
            button("Next source", "›", "step", data_turn=turn, data_cite=after),
        ]
    close = button("Close the source", "×", "close", data_close="")
    return element("div", [element("span", chips, class_="numbers"), *steps, close], class_="bar")


def _only(paper: Paper) -> str:
    """The way to questions about this paper alone."""
    scope = json.dumps({"papers": [paper.id]})
    return button(
        f"Ask about this paper only: {paper.title}", "Ask about this paper", "fill", data_scope=scope, data_fill=""
    )


def _about(paper: Paper) -> str:
    """Authors, the date as the source has it, and where the paper is listed; a server's folders are not shown."""
    date = paper.date or paper.date_text
    listed = "in " + ", ".join(PurePath(source).name or source for source in paper.sources) if paper.sources else ""
    more = len(paper.authors) - _NAMED
    authors = ", ".join(paper.authors[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    said = [authors, date or "", listed]
    parts = [element("span", bdi(word)) for word in said if word]
    return element("p", parts, class_="about") if parts else ""


def _piece(piece: Piece) -> str:
    words, numbers = piece
    if not numbers:
        return text(words)
    return element("mark", text(words), data_cites=" ".join(map(str, numbers)))


def pieces(abstract: str, citations: Sequence[Citation]) -> list[Piece]:
    """The abstract in pieces, each with the numbers of the citations that quote it; joined they are the abstract.

    Quotes may overlap: a piece that two of them hold carries both numbers.
    """
    ends = {place for c in citations for place in (c.quote.start, c.quote.end)}
    cuts = sorted({0, len(abstract), *ends})
    return [(abstract[a:b], _holding(citations, a, b)) for a, b in pairwise(cuts)]


def _holding(citations: Sequence[Citation], start: int, end: int) -> tuple[int, ...]:
    return tuple(c.number for c in citations if c.quote.start <= start and end <= c.quote.end)
