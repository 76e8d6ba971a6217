"""The view of what was asked before: searching, opening, renaming, deleting, saving conversations."""

from typing import Any

import gradio as gr

from assistant.errors import DataUnusable
from assistant.keeping import Conversations, Feedback
from assistant.web.ask.ask import Ask
from assistant.web.ask.conversation import Conversation, rated
from assistant.web.history.conversation_store import Keeper
from assistant.web.history.history_list import dialogs_html, list_html, trouble_html
from assistant.web.history.stored_conversations import shown
from assistant.web.shell.prebuilt import JOINED, Update, prebuilt, told

_MOST = 100  # conversations in the list; the rest is found by searching
_TO_ASK = "() => document.dispatchEvent(new CustomEvent('go', { detail: 'ask' }))"
_LAST = "() => [sessionStorage.getItem('turn') ?? '']"  # history.js keeps it: this tab's, so that a reload goes on


class History:
    """Also what brings a tab's conversation back after a reload, and keeps what readers think of answers."""

    name, label = "history", "History"

    def __init__(self, ask: Ask, store: Conversations, keeper: Keeper) -> None:
        self._ask, self._store, self._keeper = ask, store, keeper

    def make(self) -> None:
        with gr.Column(elem_id="history"):
            self._words = gr.Textbox(
                elem_id="find",
                label="Search your conversations",
                show_label=False,
                placeholder="Search questions, answers and titles",
                container=False,
                max_lines=1,
            )
            self._list = prebuilt([], "threads", template=JOINED, script="history.js")
        self._last = gr.Textbox(visible=False)
        self._rating = prebuilt(dialogs_html(), "dialogs", script="keep.js")

    def connect(self) -> None:
        # not queued: streams that begin and end together while a page opens can lose an answer
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}  # Gradio's own
        gr.on([self._words.change, self._list.load], self._find, [self._words], [self._list], **quick,
              trigger_mode="always_last")  # fmt: skip
        opened = self._list.select(self._open, outputs=self._ask.drawn, **quick, trigger_mode="always_last")
        opened.then(None, js=_TO_ASK)
        quick["trigger_mode"] = "multiple"  # Gradio drops what is asked for while the last is under way
        self._list.edit(self._rename, [self._words], [self._list], **quick)
        self._list.delete(self._delete, [self._words, self._ask.thread], [self._list, *self._ask.drawn], **quick)
        self._rating.like(self._rate, [self._ask.conversation], self._ask.drawn, **quick)

    def restore_at(self, blocks: gr.Blocks) -> None:
        """A reload of the page goes on with the conversation that the tab showed."""
        blocks.load(self._restore, [self._last], self._ask.drawn, js=_LAST, queue=False,
                    show_progress="hidden", api_visibility="private")  # fmt: skip

    def _find(self, words: str, request: gr.Request) -> Update:
        reader = request.username or None
        try:
            found, total = self._store.find(words or "", reader, limit=_MOST), self._store.count(reader)
        except DataUnusable as error:
            return {self._list: [trouble_html(error)]}
        return {self._list: list_html(found, words or "", total)}

    def _open(self, event: gr.EventData, request: gr.Request) -> Update:
        id = str(told(event).get("thread", ""))
        return self._ask.show(shown(self._store.turns(id, request.username or None)), id)

    def _restore(self, turn: str, request: gr.Request) -> Update:
        thread, conversation = self._keeper.find(turn or "", request.username or "")
        return self._ask.show(conversation, thread) if thread else {self._ask.thread: gr.skip()}

    def _rename(self, words: str, event: gr.EventData, request: gr.Request) -> Update:
        said = told(event)
        if str(said.get("title", "")).strip():
            self._store.rename(str(said.get("thread", "")), str(said["title"]), request.username or None)
        return self._find(words, request)

    def _delete(self, words: str, thread: str, event: gr.EventData, request: gr.Request) -> Update:
        id = str(told(event).get("thread", ""))
        self._store.delete(id, request.username or None)
        return {**self._find(words, request), **(self._ask.show() if id == thread else {})}

    def _rate(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> Update:
        """A thumb, the same thumb once more to take it back, or a comment to it."""
        said = told(event)
        name = str(said.get("turn", ""))
        feedback = Feedback(bool(said.get("good")), str(said.get("comment", ""))) if "good" in said else None
        self._store.rate(name, feedback, request.username or None)
        if any(turn.record == name for turn in conversation):
            return self._ask.redraw(rated(conversation, name, feedback))
        return self._restore(name, request)  # a server that was started anew does not know the tab's conversation
