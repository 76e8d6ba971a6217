"""The view where questions are asked: its components, and what a question, the stop and the new conversation do."""

import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.answering.example_questions import example_questions
from assistant.recording import Recording
from assistant.types import Filters
from assistant.web.answer.sources import sources_html
from assistant.web.answer.turn import turn_html
from assistant.web.ask.asker import Asker
from assistant.web.ask.conversation import Conversation, history, opened, without_last
from assistant.web.ask.live_answer import Pace, drawings
from assistant.web.ask.running import Running
from assistant.web.ask.suggestions import Suggestions
from assistant.web.history.conversation_store import Keeper
from assistant.web.scope.scope import Scope
from assistant.web.shell.frame import edited_html, next_html, welcome_html
from assistant.web.shell.prebuilt import JOINED, Update, prebuilt, told

_EXAMPLES_FROM = 2_000  # papers whose words the example questions come from
_AT_A_TIME = 32  # answers; beyond it a question waits for its turn
_SCRIPTS = "ask.js sources.js listing.js telling.js"
# This tab's last answer, as history.js keeps it: a server that was started anew knows the tab by that alone.
_WITH_LAST = "(...given) => [...given.slice(0, -1), sessionStorage.getItem('turn') ?? '']"
_SOURCES_PAUSE = 1.0  # seconds: cards hold whole abstracts, so they are sent less often than text


class Ask:
    """The conversation is the tab's own, in gr.States; `running` can stop its answers from outside.

    Another view shows a conversation by `show`, with `drawn` as its outputs.
    """

    name, label = "ask", "Ask"

    def __init__(self, assistant: Asker, running: Running, scope: Scope, keeper: Keeper | None) -> None:
        self._assistant, self._running, self._scope, self._keeper = assistant, running, scope, keeper
        papers = assistant.some_papers(_EXAMPLES_FROM)
        self._welcome = welcome_html(example_questions(papers))
        self._suggestions = Suggestions(papers, assistant.answerable)

    def make_new(self) -> None:
        self._new = gr.Button("New conversation", elem_id="new", size="sm", visible=False)

    def make(self) -> None:
        self.conversation, self.thread, self._editing = gr.State(()), gr.State(""), gr.State(0)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self._feed = prebuilt([self._welcome], "feed", template=JOINED, script=_SCRIPTS)
                self._next = prebuilt("", "next")
                with gr.Column(elem_id="composer", scale=0, min_width=0):
                    self._scope.make()
                    self._edited = prebuilt("", "edited")
                    self._make_box()
            self._sources = prebuilt([], "sources", template=JOINED)
        self._last = gr.Textbox(visible=False)
        shown = [self._feed, self._sources, self._next, self._edited, self._new]
        self.drawn = [self.conversation, self.thread, self._editing, *shown]

    def _make_box(self) -> None:
        with gr.Row(elem_id="asking"):
            self._box = gr.Textbox(
                elem_id="question",
                label="Your question",
                show_label=False,
                placeholder="Ask a question",
                max_lines=6,
                container=False,
                autofocus=True,
            )
            self._send = gr.Button("Ask", elem_id="send", variant="primary", size="sm")
            self._stop = gr.Button("Stop", elem_id="stop", size="sm", visible=False)

    def connect(self) -> None:
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}  # Gradio's own
        self.asked = gr.on(
            [self._box.submit, self._send.click, self._feed.submit],
            self._ask,
            inputs=[self._box, self.conversation, self.thread, self._editing, self._scope.filters, self._last],
            outputs=[*self.drawn, self._box, self._send, self._stop],
            js=_WITH_LAST,
            concurrency_limit=_AT_A_TIME,
            show_progress="hidden",
            api_visibility="private",
        )
        rested = self.asked.then(self._rest, outputs=[self._send, self._stop, self._new], **quick)
        rested.then(self._suggest, inputs=[self.conversation], outputs=[self._next], **quick)
        self._feed.edit(self._edit, outputs=[self._editing, self._edited, self._box], **quick)
        self._stop.click(self.halt, **quick)
        self._new.click(self.show, outputs=self.drawn, **quick)

    def _ask(
        self,
        typed: str,
        conversation: Conversation,
        thread: str,
        editing: int,
        filters: Filters,
        last: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Update]:
        """Streams one answer into the page; whatever goes wrong is told there in words."""
        said = told(event)
        clicked = str(said.get("question", ""))
        question = (clicked or typed or "").strip()
        if not question:
            yield gr.skip()
            return
        if self._keeper and not conversation:
            thread, conversation = self._keeper.find(last or "", request.username or "")
        thread = thread or (self._keeper.new_thread() if self._keeper else "")
        yield {
            self._box: gr.skip() if clicked else "",
            self._send: gr.update(visible=False),
            self._stop: gr.update(visible=True),
            self._new: gr.update(visible=True, interactive=False),
            self.thread: thread,
            self._editing: 0,
            self._edited: "",
            self._next: "",
        }
        before = without_last(conversation, said.get("again", 0) if clicked else editing)
        yield from self._answer(question, before, thread, filters, request)

    def _answer(
        self, question: str, conversation: Conversation, thread: str, filters: Filters, request: gr.Request
    ) -> Iterator[Update]:
        tab, reader = request.session_hash or "", request.username or ""
        feed = [turn_html(turn) for turn in conversation]
        cards = [sources_html(turn) for turn in conversation]
        turn = opened(conversation, question, self._keeper.new_record() if self._keeper else "")
        if self._keeper:
            self._keeper.opened(thread, (*conversation, turn), reader)
        pace, stop, recording = Pace(_SOURCES_PAUSE, time.monotonic), self._running.start(tab), Recording()
        try:
            events = self._assistant.stream(
                question, history(conversation), filters=filters or None, stop=stop, recording=recording
            )
            for drawn in drawings(turn, events, clock=time.monotonic):
                turn = drawn
                update: Update = {self._feed: [*feed, turn_html(turn)]}
                if not turn.stage or (turn.citations and pace.due()):
                    update[self._sources] = [*cards, sources_html(turn)]
                yield update
            if self._keeper:  # before it counts as ended: the server's end waits for that
                self._keeper.answered(thread, (*conversation, turn), recording, reader)
        finally:
            self._running.end(tab, stop)
        yield {self.conversation: (*conversation, turn)}

    def _rest(self) -> Update:
        return {
            self._send: gr.update(visible=True),
            self._stop: gr.update(visible=False),
            self._new: gr.update(interactive=True),
        }

    def _suggest(self, conversation: Conversation) -> str:
        """Comes after the answer, so that nobody waits for it."""
        answer = conversation[-1].answer if conversation else None
        return next_html(self._suggestions.after(answer)) if answer else ""

    def _edit(self, event: gr.EventData) -> Update:
        """The question goes back into the box; the next one sent takes its place. Turn 0: no longer."""
        said = told(event)
        turn = said.get("turn", 0)
        return {
            self._editing: turn,
            self._edited: edited_html() if turn else "",
            self._box: str(said.get("question", "")),
        }

    def halt(self, request: gr.Request) -> None:
        """Stops the answer of this tab, if one is being made."""
        self._running.stop(request.session_hash or "")

    def show(self, conversation: Conversation = (), thread: str = "") -> Update:
        """What shows a conversation in place of the one before; without one the empty page."""
        return {
            self.thread: thread,
            self._editing: 0,
            self._edited: "",
            self._next: "",
            self._sources: [sources_html(turn) for turn in conversation],
            self._new: gr.update(visible=bool(conversation)),
            **self.redraw(conversation),
        }

    def redraw(self, conversation: Conversation) -> Update:
        """What shows the turns of the same conversation again, where something was added to them."""
        return {
            self.conversation: conversation,
            self._feed: [turn_html(turn) for turn in conversation] or [self._welcome],
        }
