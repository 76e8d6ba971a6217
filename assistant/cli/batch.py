"""Questions from a JSONL file, answered in order. A line, or a turn, that fails prints its error and the rest go on."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.answer_json import answer_to_json, search_to_json
from assistant.answering import Assistant
from assistant.cli.export import Exports
from assistant.cli.records import Records
from assistant.errors import AssistantError, UsageError
from assistant.recording import Recording
from assistant.types import Answer, Filters

Json = dict[str, Any]  # any JSON object


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: the id, and the questions of its turns (one where it is no conversation)."""

    id: str
    turns: tuple[str, ...]
    conversation: bool

    def id_of(self, turn: int) -> str:
        return f"{self.id}#{turn}" if self.conversation else self.id


def ask_all(
    lines: Iterable[bytes], assistant: Assistant, filters: Filters, exports: Exports, records: Records | None = None
) -> Iterator[Json | AssistantError]:
    """The JSON lines to print; an error is yielded after the line that tells of it, for the exit code.

    A turn that fails leaves the turns after it the answers before it. Every answer goes to `exports`, and to `records`
    where there are.
    """

    def answered(line: Line) -> Callable[[str, str], Json]:
        history: list[Answer] = []

        def ask(question: str, id: str) -> Json:
            recording = Recording() if records else None
            history.append(assistant.ask(question, tuple(history), filters=filters, recording=recording))
            exports.keep(history[-1])
            if records and recording:
                records.keep(recording, id)
            return answer_to_json(history[-1], id)

        return ask

    return _each(lines, answered)


def search_all(
    lines: Iterable[bytes], assistant: Assistant, k: int, filters: Filters
) -> Iterator[Json | AssistantError]:
    """As `ask_all`, for searches; every turn of a conversation is searched as it stands."""

    def found(line: Line) -> Callable[[str, str], Json]:
        return lambda question, id: search_to_json(assistant.search(question, k, filters=filters), id)

    return _each(lines, found)


def _each(
    lines: Iterable[bytes], begin: Callable[[Line], Callable[[str, str], Json]]
) -> Iterator[Json | AssistantError]:
    """`begin` is given each line, and what it gives each of the line's questions with its id."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        id = str(number)  # that of a line that has none, or cannot be read
        try:
            read = _parsed(raw, number)
            id = str(read.get("id", number))
            line = _line(id, read, number)
        except AssistantError as error:
            yield from _failed(id, error)
            continue
        work = begin(line)
        for turn, question in enumerate(line.turns, start=1):
            try:
                yield work(question, line.id_of(turn))
            except AssistantError as error:
                yield from _failed(line.id_of(turn), error)


def _failed(id: str, error: AssistantError) -> Iterator[Json | AssistantError]:
    yield {"id": id, "error": str(error)}
    yield error


def _parsed(raw: bytes, number: int) -> Json:
    try:
        read = json.loads(raw)
    except ValueError as error:
        raise _unfit(number, f"is not JSON ({error})") from error
    if not isinstance(read, dict):
        raise _unfit(number, "is not a JSON object")
    return read


def _line(id: str, read: Json, number: int) -> Line:
    if "turns" in read:
        turns = read["turns"] if isinstance(read["turns"], list) else []
        return Line(id, tuple(_question(t, number) for t in turns), conversation=True)
    return Line(id, (_question(read, number),), conversation=False)


def _question(read: Any, number: int) -> str:  # whatever JSON the file holds
    text = (read.get("question") or read.get("text")) if isinstance(read, dict) else None
    if not isinstance(text, str):
        raise _unfit(number, "has no question")
    return text


def _unfit(number: int, fault: str) -> UsageError:
    return UsageError(f"line {number} of the batch {fault}", hint='A line is {"id": "1", "question": "..."}.')
