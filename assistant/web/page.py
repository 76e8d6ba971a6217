"""The page: components, and what a question, the stop and the new conversation do to them. Answers nothing itself."""

import time
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.answering.recording import Recording
from assistant.web.answers import turn_html
from assistant.web.asker import Asker
from assistant.web.conversation import Conversation, history, opened
from assistant.web.examples import example_questions
from assistant.web.frame import header_html, welcome_html
from assistant.web.live import Pace, drawings
from assistant.web.records import Records
from assistant.web.running import Running
from assistant.web.sources import sources_html

_EXAMPLES_FROM = 2_000  # papers whose words the example questions come from
_AT_A_TIME = 32  # answers; beyond it a question waits for its turn
_SOURCES_PAUSE = 1.0  # seconds: cards hold whole abstracts, so they are sent less often than text
_JOINED = (
    '${value.join("")}'  # a list of HTML, of which only the changed items travel; inserted, never parsed as template
)

Update = dict[Any, Any]  # component to new value, as Gradio wants it


class Page:
    """The components of one page and their handlers. `blocks` is what Gradio serves.

    The conversation is the tab's own, in a gr.State; `running` can stop its answers from outside.
    `records` keeps those of its answers, where the server gives them out.
    """

    def __init__(self, assistant: Asker, running: Running, records: Records | None = None) -> None:
        self._assistant, self._running, self._records = assistant, running, records
        self._welcome = welcome_html(example_questions(assistant.some_papers(_EXAMPLES_FROM)))
        with gr.Blocks(title="Ask your papers", analytics_enabled=False, fill_width=True) as self.blocks:
            self._conversation = gr.State(())
            with gr.Column(elem_id="app"):
                self._make_header()
                with gr.Row(elem_id="desk"):
                    with gr.Column(elem_id="talk"):
                        self._make_talk()
                    self._sources = _html([], "sources", _JOINED)
            self._connect()

    def _make_header(self) -> None:
        with gr.Row(elem_id="header"):
            _html(header_html(self._assistant.count(), self._assistant.mode), "title")
            self._new = gr.Button("New conversation", elem_id="new", size="sm", visible=False)

    def _make_talk(self) -> None:
        script = (files("assistant.web") / "page.js").read_text(encoding="utf-8")
        self._feed = _html([self._welcome], "feed", _JOINED, script)
        with gr.Row(elem_id="composer"):
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

    def _connect(self) -> None:
        all_of_it = [self._box, self._conversation, self._feed, self._sources, self._send, self._stop, self._new]
        asked = gr.on(
            [self._box.submit, self._send.click, self._feed.submit],
            self._ask,
            inputs=[self._box, self._conversation],
            outputs=all_of_it,
            concurrency_limit=_AT_A_TIME,
            show_progress="hidden",
            api_visibility="private",
        )
        asked.then(
            self._rest,
            outputs=[self._send, self._stop, self._new],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
        self._stop.click(self._halt, queue=False, show_progress="hidden", api_visibility="private")
        self._new.click(self._restart, outputs=all_of_it, queue=False, show_progress="hidden", api_visibility="private")
        self.blocks.unload(self._halt)

    def _ask(
        self, typed: str, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Iterator[Update]:
        """Streams one answer into the page; whatever goes wrong is told there in words."""
        question = (_clicked(event) or typed or "").strip()
        if not question:
            yield gr.skip()
            return
        yield {
            self._box: gr.skip() if _clicked(event) else "",
            self._send: gr.update(visible=False),
            self._stop: gr.update(visible=True),
            self._new: gr.update(visible=True, interactive=False),
        }
        yield from self._answer(question, conversation, request.session_hash or "")

    def _answer(self, question: str, conversation: Conversation, tab: str) -> Iterator[Update]:
        feed = [turn_html(turn) for turn in conversation]
        cards = [sources_html(turn) for turn in conversation]
        turn = opened(conversation, question, self._records.new_name() if self._records else "")
        pace, stop, recording = Pace(_SOURCES_PAUSE, time.monotonic), self._running.start(tab), Recording()
        try:
            events = self._assistant.stream(question, history(conversation), stop=stop, recording=recording)
            for drawn in drawings(turn, events, clock=time.monotonic):
                turn = drawn
                update: Update = {self._feed: [*feed, turn_html(turn)]}
                if not turn.stage or (turn.citations and pace.due()):
                    update[self._sources] = [*cards, sources_html(turn)]
                yield update
        finally:
            self._running.end(tab, stop)
        if self._records:
            self._records.keep(turn.record, recording)
        yield {self._conversation: (*conversation, turn)}

    def _rest(self) -> Update:
        return {
            self._send: gr.update(visible=True),
            self._stop: gr.update(visible=False),
            self._new: gr.update(interactive=True),
        }

    def _halt(self, request: gr.Request) -> None:
        self._running.stop(request.session_hash or "")

    def _restart(self) -> Update:
        return {
            self._conversation: (),
            self._feed: [self._welcome],
            self._sources: [],
            self._new: gr.update(visible=False),
        }


def _html(value: str | list[str], elem_id: str, template: str = "${value}", script: str | None = None) -> gr.HTML:
    """Prebuilt HTML. Gradio inserts it as it is; its own styling of prose stays out."""
    return gr.HTML(value, elem_id=elem_id, html_template=template, js_on_load=script, apply_default_css=False)


def _clicked(event: gr.EventData) -> str:
    """The question of an example or of "Ask again"; empty where the reader typed it."""
    data = event._data  # its attribute access fails where an event carries no data
    return str(data.get("question", "")) if isinstance(data, dict) else ""
