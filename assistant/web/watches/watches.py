"""The view of watched questions: what is new since the reader last looked. *Watch* below an answer adds one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.keeping import Conversations
from assistant.types import Answer
from assistant.watching import Watch, Watches
from assistant.watching.digest import Digests
from assistant.watching.watch import name_of
from assistant.web.shell.prebuilt import JOINED, Update, prebuilt, told
from assistant.web.watches.watches_html import Shown, trouble_html, watches_html

_MOST = 20  # issues of a watch


class WatchList:
    """Each reader sees their own watches; without a login everybody sees all that belong to nobody."""

    name, label = "watches", "Watches"

    def __init__(self, watches: Watches, store: Conversations, digests: Digests | None) -> None:
        """Without `digests` nobody can look from the page."""
        self._watches, self._store, self._digests = watches, store, digests

    def make(self) -> None:
        with gr.Column(elem_id="watches"):
            self._list = prebuilt([], "watched", template=JOINED, script="watches.js")

    def connect(self) -> None:
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}  # Gradio's own
        quick["trigger_mode"] = "multiple"  # Gradio drops what is asked for while the last is under way
        self._list.select(self._look, outputs=[self._list], **quick)
        self._list.edit(self._look_now, outputs=[self._list], **quick)
        self._list.submit(self._add, outputs=[self._list], **quick)
        self._list.delete(self._remove, outputs=[self._list], **quick)

    def _look(self, request: gr.Request) -> Update:
        return self._seen_by(request.username or None)

    def _look_now(self, event: gr.EventData, request: gr.Request) -> Update:
        reader = request.username or None
        watch = self._watches.get(str(told(event).get("watch", "")))
        try:
            if watch and watch.user == reader and self._digests:
                self._digests.look_now(watch)
        except AssistantError as error:
            return {self._list: [trouble_html(error), *self._drawn(self._shown(reader))]}
        return self._seen_by(reader)

    def _seen_by(self, reader: str | None) -> Update:
        """What is shown as new has been seen, the next time."""
        try:
            shown = self._shown(reader)
            for one in shown:
                if one.issues:
                    self._watches.mark_seen(one.watch.name, one.issues[0].number)
        except AssistantError as error:
            return {self._list: [trouble_html(error)]}
        return {self._list: self._drawn(shown)}

    def _drawn(self, shown: Sequence[Shown]) -> list[str]:
        return watches_html(shown, can_look=self._digests is not None)

    def _add(self, event: gr.EventData, request: gr.Request) -> Update:
        """Watches the question of an answer, as it was understood."""
        reader = request.username or None
        turn = self._store.turn(str(told(event).get("turn", "")), reader)
        if turn and turn.answer:
            watch = _watch_of(turn.answer, self._watches.all(), reader)
            if watch:
                self._watches.add(watch)
        return {self._list: self._drawn(self._shown(reader))}

    def _remove(self, event: gr.EventData, request: gr.Request) -> Update:
        reader = request.username or None
        watch = self._watches.get(str(told(event).get("watch", "")))
        if watch and watch.user == reader:
            self._watches.remove(watch.name)
        return {self._list: self._drawn(self._shown(reader))}

    def _shown(self, reader: str | None) -> list[Shown]:
        own = [watch for watch in self._watches.all() if watch.user == reader]
        return [
            Shown(
                watch,
                tuple(self._watches.issues(watch.name, _MOST)),
                self._watches.seen(watch.name),
                self._watches.last_look(watch.name),
            )
            for watch in reversed(own)
        ]


def _watch_of(answer: Answer, known: Sequence[Watch], reader: str | None) -> Watch | None:
    """None where the reader watches that already."""
    plan = answer.plan
    filters = replace(plan.filters, papers=(), without=())
    if any((w.question, w.filters, w.user) == (plan.question, filters, reader) for w in known):
        return None
    name = name_of(plan.question, [watch.name for watch in known])
    return Watch(name, plan.question, filters=filters, user=reader)
