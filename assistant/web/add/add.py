"""The view where papers are added and sources removed: its components, and what its script asks for."""

from collections.abc import Collection

import gradio as gr

from assistant.errors import AssistantError
from assistant.web.add.add_html import form_html, jobs_html, sources_html
from assistant.web.add.fetch_html import fetch_html
from assistant.web.add.intake import Intake
from assistant.web.shell.html import bdi, element
from assistant.web.shell.prebuilt import Update, prebuilt, told


class Add:
    """The same for every reader: the sources are shared. `limit`: bytes of an upload. `services`: those
    that readers may have asked.

    The bytes of files come by `uploads`; here is drawn what becomes of them, each time that add.js asks.
    """

    name, label = "add", "Add"

    def __init__(self, intake: Intake, limit: int, services: Collection[str] = ()) -> None:
        self._intake, self._limit, self._services = intake, limit, services

    def make(self) -> None:
        with gr.Column(elem_id="add"):
            self._form = prebuilt(form_html(self._limit, fetch_html(self._services)), "add-form", script="add.js")
            self._jobs = prebuilt("", "add-jobs")
            self._sources = prebuilt("", "add-sources")

    def connect(self) -> None:
        self.drawn = self._form.submit(
            self._draw,
            outputs=[self._jobs, self._sources],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
            trigger_mode="multiple",  # what is asked for while the view is being drawn would be dropped otherwise
        )

    def _draw(self, event: gr.EventData) -> Update:
        """Does what the script asks for, if anything, and shows where everything stands."""
        asked = told(event)
        if isinstance(source := asked.get("remove"), str):
            self._intake.remove(source)
        if isinstance(number := asked.get("retry"), int):
            self._intake.retry(number)
        if asked.get("clear"):
            self._intake.clear()
        shelf = self._shelf()  # waits where the index is being written: what is drawn late must not be old by then
        return {self._jobs: jobs_html(self._intake.jobs()), self._sources: shelf}

    def _shelf(self) -> str:
        try:
            return sources_html(self._intake.sources())
        except AssistantError as error:
            return element("p", bdi(str(error)), class_="problem", role="alert")
