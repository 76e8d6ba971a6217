"""What the questions of this tab are restricted to. Knows no answer."""

import gradio as gr

from assistant.types import Filters


class Scope:
    """The filters of the next question; `make` is called inside the composer, above the question."""

    filters: gr.State

    def make(self) -> None:
        self.filters = gr.State(Filters())

    def connect(self) -> None:
        """Called after every view has made its components."""
