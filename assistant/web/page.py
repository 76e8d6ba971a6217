"""The frame of the page: the header and the views under it, of which one is seen at a time. Answers nothing itself."""

import gradio as gr

from assistant.web.ask import Ask
from assistant.web.asker import Asker
from assistant.web.frame import header_html, nav_html
from assistant.web.keeping import Keeper
from assistant.web.prebuilt import prebuilt
from assistant.web.running import Running
from assistant.web.scope import Scope
from assistant.web.views import View


class Page:
    """The components of one page and their handlers. `blocks` is what Gradio serves.

    All views are there all the time; frame.js shows the one that the address names (`#papers`), the first without one.
    """

    def __init__(self, assistant: Asker, running: Running, keeper: Keeper | None = None) -> None:
        scope = Scope()
        ask = Ask(assistant, running, scope, keeper)
        views: list[View] = [ask]
        with gr.Blocks(title="Ask your papers", analytics_enabled=False, fill_width=True) as self.blocks:
            with gr.Column(elem_id="app"):
                with gr.Row(elem_id="header"):
                    self.title = prebuilt(header_html(assistant.count(), assistant.mode), "title")
                    prebuilt(nav_html(views), "nav", script="frame.js")
                    ask.make_new()
                for view in views:
                    with gr.Column(elem_id=f"view-{view.name}", elem_classes="view"):
                        view.make()
            for view in views:
                view.connect()
            scope.connect()
            self.blocks.unload(ask.halt)
