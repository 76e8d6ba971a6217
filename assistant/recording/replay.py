"""A recorded answer made once more, and what came out otherwise. Asks no index, no model and no network."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from typing import Protocol

from assistant.answer_json import answer_to_json
from assistant.errors import AssistantError
from assistant.recording.codec import Json
from assistant.recording.record_reader import Record
from assistant.recording.recorder import refenced
from assistant.recording.replay_ports import NotRecorded, ReplayedChat
from assistant.types import Answer, Event, Filters, Finished, Provenance

_UNFIT = "the program, as it is now, comes to no answer: "


class Answering(Protocol):
    """What a replay needs of the assistant it asks again."""

    @property
    def provenance(self) -> Provenance: ...
    def stream(
        self, question: str, history: Sequence[Answer] = (), *, filters: Filters | None = None, whole: bool = False
    ) -> Iterator[Event]: ...


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer as the program makes it now; None where it asks for what the record does not hold.

    `changes`: what is not as it was recorded, a text of one or more lines each; none where every byte is.
    """

    answer: Answer | None
    changes: tuple[str, ...]


def replay(record: Record, make: Callable[[Record], Answering]) -> Replay:
    """`make`: the assistant over a record's ports. An error, where there was an answer, is a change."""
    assistant = make(record)
    try:
        *_, last = assistant.stream(record.question, record.history, filters=record.filters, whole=record.whole)
    except NotRecorded as error:
        return Replay(None, (*_remade(record, assistant), error.message))
    except AssistantError as error:
        return Replay(None, (*_remade(record, assistant), f"{_UNFIT}{error}"))
    assert isinstance(last, Finished)
    answer = last.answer
    now = json.loads(_refenced(json.dumps(answer_to_json(answer)), record))
    return Replay(answer, tuple(_changes(record.answer, now)))


def _refenced(text: str, record: Record) -> str:
    """With the recorded fences: a model may have repeated one, and every request gets new ones."""
    chat = record.ports.chat
    return refenced([text], chat.fences)[0] if isinstance(chat, ReplayedChat) else text


def _remade(record: Record, assistant: Answering) -> Iterator[str]:
    """The makers that are not those of the record."""
    made = assistant.provenance
    models = {"judge": made.judge, "writer": made.writer, "embedder": made.embedder}
    now: Mapping[str, Json] = {"models": models, "prompts": dict(made.prompts)}
    return _changes({name: record.answer[name] for name in now}, now)


def _changes(before: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[str]:
    for name in [*before, *(now.keys() - before.keys())]:
        if before.get(name) != now.get(name):
            lines = unified_diff(_lines(before.get(name)), _lines(now.get(name)), lineterm="", n=0)
            shown = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
            yield "\n".join([f"{name}:", *(f"  {line}" for line in shown)])


def _lines(value: Json) -> list[str]:
    return value.splitlines() if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False).split("\n")
