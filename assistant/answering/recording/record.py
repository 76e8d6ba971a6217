"""One answer with all it rests on, as one JSON object. Knows how to be filled, written and read; answers nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assistant.answering.record import answer_to_json
from assistant.answering.recording.codec import Json, Papers, decode, encode
from assistant.answering.recording.replayed import Head, Memory, ReplayedChat, ReplayedEmbedder, ReplayedIndex
from assistant.answering.recording.tape import ChatCall, Tape
from assistant.answering.recording.taped import Ports, WatchedJudge, taped
from assistant.errors import ProviderError, UsageError
from assistant.ports import Judge, Message
from assistant.settings import Settings
from assistant.types import Answer, Event, Filters, Finished, RankedPaper, Usage

FORMAT = 1
_NOT_KEPT = ("index", "key", "base_url", "host", "port")  # settings that no answer depends on, or that are nobody's


class Recording:
    """Fills while one answer is made; afterwards `save` writes the record."""

    def __init__(self) -> None:
        self._tape = Tape()
        self._asked: Mapping[str, Json] | None = None
        self._made: Mapping[str, Json] = {}
        self._papers = Papers()
        self._answer: Answer | None = None

    def heard(self, ports: Ports, settings: Settings) -> Ports:
        """The ports, from now on heard. Raises `UsageError` where another answer was recorded here."""
        if self._made:
            raise UsageError("a recording holds one answer", hint="Make another one for the next.")
        kept = {f.name: getattr(settings, f.name) for f in fields(Settings) if f.name not in _NOT_KEPT}
        self._made = {
            "settings": kept,
            "embedder": {"name": ports.embedder.name, "dim": ports.embedder.dim},
            "chat": ports.chat.name if ports.chat else None,
        }
        return taped(ports, self._tape)

    def watched(self, judge: Judge) -> Judge:
        return WatchedJudge(judge, self._tape)

    def follow(
        self, question: str, history: Sequence[Answer], filters: Filters | None, events: Iterator[Event]
    ) -> Iterator[Event]:
        """The events as they come, the answer kept."""
        self._asked = {
            "question": question,
            "history": encode(tuple(history), self._papers),
            "filters": encode(filters, self._papers),
        }
        for event in events:
            if isinstance(event, Finished):
                self._answer = event.answer
            yield event

    def to_json(self) -> dict[str, Json]:
        """The record; docs/json.md describes it. Raises `UsageError` where there is no whole answer."""
        if self._asked is None or self._answer is None:
            raise UsageError("there is no whole answer to record", hint="Record a question that gets its answer.")
        tape, answer, papers = self._tape, self._answer, self._papers
        return {
            "format": FORMAT,
            **self._asked,
            "plan": encode(answer.plan, papers),
            "ranking": {
                "total": len(tape.ranked),
                "undated": tape.undated,
                "papers": encode(tape.ranked[: tape.depth], papers),
            },
            "verdicts": encode((*answer.verdicts, *answer.near), papers),
            "prompts": dict(answer.provenance.prompts),
            "replies": [_call_to_json(call) for call in tape.chat],
            "answer": answer_to_json(answer),
            **self._made,
            "clock": list(tape.clock),
            "calls": encode(tape.calls, papers),
            "papers": papers.to_json(),
        }

    def save(self, path: str | Path) -> None:
        """Writes the record. Raises `UsageError` as `to_json` does, and where the file cannot be written."""
        text = record_text(self.to_json())
        try:
            Path(path).write_bytes(text)
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror})", hint="Name another file.") from error


def record_text(record: Mapping[str, Json]) -> bytes:
    """UTF-8, a key a line; half a character, which a model may send, stays the JSON escape it came as."""
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as read: the question as it was asked, the world as it was, the answer as it came out."""

    question: str
    history: tuple[Answer, ...]
    filters: Filters | None
    settings: Settings
    ports: Ports
    answer: Mapping[str, Json]


def read_record(path: str | Path) -> Record:
    """Raises `UsageError` for a file that cannot be read or is no record."""
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", hint="Name a saved record.") from error
    try:
        return record_of(json.loads(raw))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        hint = "Save one with: assistant ask --record FILE"
        raise UsageError(f"{path} is no record that can be read ({error!r:.100})", hint=hint) from error


def record_of(read: Mapping[str, Any]) -> Record:
    if read["format"] != FORMAT:
        raise ValueError(f"format {read['format']}")
    papers = Papers(read["papers"])
    return Record(
        question=read["question"],
        history=decode(tuple[Answer, ...], read["history"], papers),
        filters=decode(Filters | None, read["filters"], papers),
        settings=_settings(read["settings"]),
        ports=_ports(read, papers),
        answer=read["answer"],
    )


def _ports(read: Mapping[str, Any], papers: Papers) -> Ports:
    memory = Memory(read["calls"], papers)
    ranking = read["ranking"]
    head = Head(decode(list[RankedPaper], ranking["papers"], papers), ranking["total"])
    replies = [_call_of(call) for call in read["replies"]]
    readings = iter(read["clock"])
    last = read["clock"][-1] if read["clock"] else 0.0
    return Ports(
        ReplayedIndex(memory),
        ReplayedEmbedder(read["embedder"]["name"], read["embedder"]["dim"], memory),
        ReplayedChat(read["chat"], replies) if read["chat"] else None,
        lambda plan: (head, ranking["undated"]),
        lambda: next(readings, last),
    )


def _settings(kept: Mapping[str, Any]) -> Settings:
    known = {f.name for f in fields(Settings)} - set(_NOT_KEPT)
    return Settings(index=Path(), **{name: value for name, value in kept.items() if name in known})


def _error_of(read: Mapping[str, str]) -> ProviderError:
    kinds, found = [ProviderError], dict[str, type[ProviderError]]()
    while kinds:
        kind = kinds.pop()
        found[kind.__name__] = kind
        kinds += kind.__subclasses__()
    return found[read["kind"]](read["message"], hint=read["hint"])


def _call_to_json(call: ChatCall) -> Json:
    error = call.error and {"kind": type(call.error).__name__, "message": call.error.message, "hint": call.error.hint}
    return {
        "messages": [{"role": message.role, "content": message.content} for message in call.messages],
        "schema": call.schema,
        "pieces": list(call.pieces),
        "usage": encode(call.usage, Papers()),
        "error": error,
    }


def _call_of(read: Mapping[str, Any]) -> ChatCall:
    error = read["error"]
    return ChatCall(
        tuple(Message(message["role"], message["content"]) for message in read["messages"]),
        read["schema"],
        tuple(read["pieces"]),
        decode(Usage | None, read["usage"], Papers()),
        error and _error_of(error),
    )
