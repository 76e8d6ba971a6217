"""The page's conversations in the store and back, as its keeper."""

import logging
import secrets
from dataclasses import replace

from assistant.errors import DataUnusable, UsageError
from assistant.keeping import Broken, Conversations, KeptTurn
from assistant.recording import Recording
from assistant.web.ask.conversation import Conversation, Problem, Turn

_UNFINISHED = Problem(
    "the answer was not finished",
    "The program ended in the middle of it, or another window is still at it.",
    stopped=True,
)
_log = logging.getLogger(__name__)


class Threads:
    """A `Keeper` over the store. An answer goes on where it cannot be kept; the log says so."""

    def __init__(self, store: Conversations) -> None:
        self._store = store

    def new_thread(self) -> str:
        return secrets.token_urlsafe(16)

    def new_record(self) -> str:
        return secrets.token_urlsafe(16)

    def find(self, record: str, reader: str) -> tuple[str, Conversation]:
        try:
            thread = self._store.conversation_of(record, reader or None) if record else None
            return (thread, shown(self._store.turns(thread, reader or None))) if thread else ("", ())
        except DataUnusable:
            _log.exception("a conversation cannot be read")
            return "", ()

    def opened(self, thread: str, conversation: Conversation, reader: str) -> None:
        try:
            self._store.asked(thread, _kept(conversation[-1]), reader or None)
        except DataUnusable:
            _log.exception("a question is not kept")

    def answered(self, thread: str, conversation: Conversation, recording: Recording, reader: str) -> None:
        try:
            self._store.answered(_kept(conversation[-1]), _text_of(recording), reader or None)
        except DataUnusable:
            _log.exception("an answer is not kept")


def shown(kept: tuple[KeptTurn, ...]) -> Conversation:
    """A kept conversation as the page shows it."""
    return tuple(_shown(turn) for turn in kept)


def _shown(kept: KeptTurn) -> Turn:
    turn = Turn(kept.number, kept.question, "", record=kept.name, feedback=kept.feedback)
    if kept.answer:
        answer = kept.answer
        return replace(turn, plan=answer.plan, text=answer.text, citations=answer.citations, answer=answer)
    if kept.broken is None:
        return replace(turn, problem=_UNFINISHED)
    broken = kept.broken
    problem = Problem(broken.message, broken.hint, broken.stopped)
    return replace(turn, text=broken.text, citations=broken.citations, problem=problem)


def _kept(turn: Turn) -> KeptTurn:
    broken = None
    if turn.problem:
        told = turn.problem
        broken = Broken(told.message, told.hint, told.stopped, turn.text, turn.citations)
    return KeptTurn(turn.record, turn.number, turn.question, turn.answer, broken)


def _text_of(recording: Recording) -> bytes | None:
    """None for an answer that broke off."""
    try:
        return recording.text()
    except UsageError:
        return None
