"""What the questions of this tab are restricted to: kept in the tab, set by any part of the page."""

import gradio as gr

from assistant.exploring import Explorer
from assistant.types import Filters
from assistant.web.scope.filters import read_filters
from assistant.web.scope.scope_html import panel_html, scope_html
from assistant.web.shell.prebuilt import Update, prebuilt, told


class Scope:
    """The filters of the next question; `make` is called inside the composer, above the question.

    Without an explorer nothing can be chosen, and nothing is shown.
    """

    filters: gr.State

    def __init__(self, explorer: Explorer | None) -> None:
        self._explorer = explorer

    def make(self) -> None:
        self.filters = gr.State(Filters())
        if self._explorer:
            self._line = prebuilt(self._drawn(self._explorer, Filters()), "scope", script="scope.js")
            self._panel = prebuilt("", "scope-panel")

    def connect(self) -> None:
        """Called after every view has made its components."""
        if self._explorer:
            self._line.submit(
                self._set,
                inputs=self.filters,
                outputs=[self.filters, self._line, self._panel],
                trigger_mode="always_last",
                queue=False,
                show_progress="hidden",
                api_visibility="private",
            )

    def _set(self, filters: Filters, event: gr.EventData) -> Update:
        """Takes over the filters that the script sends; draws the panel where it asks for that."""
        assert self._explorer is not None
        asked = told(event)
        if asked.get("open"):
            return {self._panel: panel_html(self._explorer.choices()), self._line: self._drawn(self._explorer, filters)}
        filters = read_filters(asked.get("filters"))
        return {self.filters: filters, self._line: self._drawn(self._explorer, filters)}

    def _drawn(self, explorer: Explorer, filters: Filters) -> str:
        within, undated = explorer.reach(filters)
        titles = {id: explorer.title(id) for id in filters.papers}
        return scope_html(filters, papers=explorer.count(), within=within, undated=undated, titles=titles)
