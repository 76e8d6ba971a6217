"""The frame of the page: the header and the views under it, of which one is seen at a time. Answers nothing itself.

Why: docs/decisions/0028-the-page-in-pieces.md
"""

from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.exploring import Explorer
from assistant.keeping import Conversations
from assistant.watching import Watches
from assistant.watching.digest import Digests
from assistant.web.add.add import Add
from assistant.web.ask.ask import Ask
from assistant.web.ask.asker import Asker
from assistant.web.ask.running import Running
from assistant.web.history.history import History
from assistant.web.history.stored_conversations import Threads
from assistant.web.papers.papers import Papers
from assistant.web.scope.scope import Scope
from assistant.web.shell.account import Account
from assistant.web.shell.frame import header_html, nav_html
from assistant.web.shell.prebuilt import Update, prebuilt
from assistant.web.shell.views import View
from assistant.web.watches.watches import WatchList


class Page:
    """The components of one page and their handlers. `blocks` is what Gradio serves.

    All views are there all the time; frame.js shows the one that the address names (`#papers`), the first without one.
    """

    def __init__(
        self,
        assistant: Asker,
        running: Running,
        store: Conversations,
        watches: Watches,
        *,
        explorer: Explorer | None = None,
        adding: Add | None = None,
        digests: Digests | None = None,
        login: bool = False,
    ) -> None:
        self._assistant = assistant
        scope = Scope(explorer)
        keeper = Threads(store)
        ask = Ask(assistant, running, scope, keeper)
        history = History(ask, store, keeper)
        papers = [Papers(explorer)] if explorer else []
        views: list[View] = [ask, *papers, WatchList(watches, store, digests), history, *([adding] if adding else [])]
        with gr.Blocks(title="Ask your papers", analytics_enabled=False, fill_width=True) as self.blocks:
            with gr.Column(elem_id="app"):
                with gr.Row(elem_id="header"):
                    self.title = prebuilt(header_html(assistant.count(), assistant.mode), "title")
                    prebuilt(nav_html(views), "nav", script="frame.js keys.js")
                    ask.make_new()
                    account = Account() if login else None
                for view in views:
                    with gr.Column(elem_id=f"view-{view.name}", elem_classes="view"):
                        view.make()
            for view in views:
                view.connect()
            scope.connect()
            history.restore_at(self.blocks)
            self._keep_title(adding)
            if account:
                account.show_at(self.blocks)
            self.blocks.unload(ask.halt)

    def _keep_title(self, adding: Add | None) -> None:
        """The size of the corpus as it is when a page is opened, and after papers were added."""
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}  # Gradio's own
        self.blocks.load(self._title_now, outputs=self.title, **quick)
        if adding:
            adding.drawn.then(self._title_now, outputs=self.title, **quick)

    def _title_now(self) -> str | Update:
        try:
            return header_html(self._assistant.count(), self._assistant.mode)
        except AssistantError:  # questions tell
            skip: Update = gr.skip()
            return skip
