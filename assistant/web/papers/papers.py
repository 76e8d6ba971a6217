"""The view of the papers themselves: a list, a paper's page, a map, papers over time."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import gradio as gr

from assistant.exploring import Explorer
from assistant.exploring.explorer import Sort
from assistant.exploring.paper_map import PaperMap
from assistant.types import Filters
from assistant.web.papers.paper_list import PAGE, found_html
from assistant.web.papers.paper_page import paper_html
from assistant.web.papers.papers_head import shelf_html
from assistant.web.papers.papers_map import map_html
from assistant.web.papers.papers_time import time_html
from assistant.web.scope.filters import read_filters
from assistant.web.shell.prebuilt import Update, prebuilt, told

_LONGEST = 200  # characters of a search


class Papers:
    """Every part is asked for by its script when it is shown, so it is always of the papers as they are then."""

    name, label = "papers", "Papers"

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer

    def make(self) -> None:
        self._shelf = prebuilt(shelf_html(), "shelf", script="papers.js")
        self._found = prebuilt("", "found")
        self._paper = prebuilt("", "paper", script="papers_part.js")
        self._map = prebuilt("", "map", script="papers_part.js papers_map.js")
        self._time = prebuilt("", "time", script="papers_part.js")

    def connect(self) -> None:
        for asking, answer, drawn in (
            (self._shelf, self._list, self._found),
            (self._paper, self._open, self._paper),
            (self._map, self._chart, self._map),
            (self._time, self._count, self._time),
        ):
            asking.submit(
                answer,
                outputs=drawn,
                trigger_mode="always_last",
                queue=asking is self._paper,  # it alone is drawn twice; see history.py
                show_progress="hidden",
                api_visibility="private",
            )

    def _list(self, event: gr.EventData) -> Update:
        asked = told(event)
        typed, start = str(asked.get("typed") or "")[:_LONGEST], asked.get("start")
        topic, filters = self._restricted(asked)
        listing = self._explorer.find(
            typed,
            sort=_sort(asked.get("sort")),
            filters=filters,
            start=start if isinstance(start, int) else 0,
            size=PAGE,
        )
        return {self._found: found_html(listing, typed=typed, filters=filters, topic=topic)}

    def _restricted(self, asked: Mapping[str, Any]) -> tuple[tuple[str, ...], Filters]:
        """The words of the topic that is asked for, if one is, and what restricts the papers."""
        number = asked.get("topic")
        if not isinstance(number, int):
            return (), read_filters(asked.get("filters"))
        words, papers = self._explorer.topic(number)
        return words, Filters(papers=papers)

    def _open(self, event: gr.EventData) -> Iterator[Update]:
        """The paper at once, then with those like it: the first look at the vectors takes a while."""
        id = str(told(event).get("id") or "")
        paper = self._explorer.paper(id)
        yield {self._paper: paper_html(paper, id=id)}
        if paper:
            yield {self._paper: paper_html(paper, self._explorer.similar(id), id=id)}

    def _chart(self) -> Update:
        made = self._explorer.map()
        papers = self._explorer.papers([dot.paper for dot in made.dots]) if isinstance(made, PaperMap) else {}
        return {self._map: map_html(made, papers)}

    def _count(self) -> Update:
        return {self._time: time_html(*self._explorer.months())}


def _sort(asked: object) -> Sort:
    return next((sort for sort in get_args(Sort) if sort == asked), "relevance")
