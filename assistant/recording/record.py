"""One answer with all it rests on, as one JSON object: filled while it is made, then written. Answers nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from assistant.answer_json import answer_to_json
from assistant.errors import UsageError
from assistant.ports import Judge
from assistant.recording.codec import Json, Papers, encode
from assistant.recording.recorder import ChatCall, Tape
from assistant.recording.recording_ports import Ports, WatchedJudge, taped
from assistant.settings import Settings
from assistant.types import Answer, Event, Filters, Finished

FORMAT = 1
# Settings that no answer depends on, or that are nobody's.
NOT_KEPT = frozenset(
    {"index", "data", "key", "base_url", "host", "port", "hosts", "auth", "tokens", "fetch"}
    | {"smtp_url", "mail_from", "openalex_key", "zotero_key"}
)


class Recording:
    """Fills while one answer is made; afterwards `save` writes the record."""

    def __init__(self) -> None:
        self._tape = Tape()
        self._asked: Mapping[str, Json] | None = None
        self._ports: Ports | None = None
        self._settings: Settings | None = None
        self._papers = Papers()
        self._answer: Answer | None = None

    def heard(self, ports: Ports, settings: Settings) -> Ports:
        """The ports, from now on heard. Raises `UsageError` where another answer was recorded here."""
        if self._ports:
            raise UsageError("a recording holds one answer", hint="Make another one for the next.")
        self._ports, self._settings = ports, settings
        return taped(ports, self._tape)

    def watched(self, judge: Judge) -> Judge:
        return WatchedJudge(judge, self._tape)

    def follow(
        self,
        question: str,
        history: Sequence[Answer],
        filters: Filters | None,
        events: Iterator[Event],
        *,
        whole: bool,
    ) -> Iterator[Event]:
        """The events as they come, the answer kept."""
        self._asked = {
            "question": question,
            "history": encode(tuple(history), self._papers),
            "filters": encode(filters, self._papers),
            "whole": whole,
        }
        for event in events:
            if isinstance(event, Finished):
                self._answer = event.answer
            yield event

    def to_json(self) -> dict[str, Json]:
        """The record; docs/json.md describes it. Raises `UsageError` where there is no whole answer."""
        if self._asked is None or self._answer is None or self._ports is None:
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
            "settings": {f.name: getattr(self._settings, f.name) for f in fields(Settings) if f.name not in NOT_KEPT},
            "embedder": {"name": self._ports.embedder.name, "dim": self._ports.embedder.dim},
            "chat": self._ports.chat.name if self._ports.chat else None,
            "clock": list(tape.clock),
            "calls": encode(tape.calls, papers),
            "papers": papers.to_json(),
        }

    def replies(self) -> tuple[ChatCall, ...]:
        """The calls of the chat model so far, each with its raw reply."""
        return tuple(self._tape.chat)

    def text(self) -> bytes:
        """The record as the content of a file."""
        return record_text(self.to_json())

    def save(self, path: str | Path) -> None:
        """Writes the record. Raises `UsageError` as `to_json` does, and where the file cannot be written."""
        text = self.text()
        try:
            Path(path).write_bytes(text)
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror})", hint="Name another file.") from error


def record_text(record: Mapping[str, Json]) -> bytes:
    """UTF-8, a key a line; half a character, which a model may send, stays the JSON escape it came as."""
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "backslashreplace")


def _call_to_json(call: ChatCall) -> Json:
    error = call.error and {"kind": type(call.error).__name__, "message": call.error.message, "hint": call.error.hint}
    return {
        "messages": [{"role": message.role, "content": message.content} for message in call.messages],
        "schema": call.schema,
        "pieces": list(call.pieces),
        "usage": encode(call.usage, Papers()),
        "error": error,
    }
