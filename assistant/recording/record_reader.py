"""A record read: the question as it was asked, and ports that give what was recorded. Answers nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import ProviderError, UsageError
from assistant.ports import Message
from assistant.recording.codec import Json, Papers, decode
from assistant.recording.record import FORMAT, NOT_KEPT
from assistant.recording.recorder import ChatCall
from assistant.recording.recording_ports import Ports
from assistant.recording.replay_ports import Head, Memory, ReplayedChat, ReplayedEmbedder, ReplayedIndex
from assistant.settings import Settings
from assistant.types import Answer, Filters, RankedPaper, Usage


@dataclass(frozen=True, slots=True)
class Record:
    """A record as read: the question as it was asked, the world as it was, the answer as it came out."""

    question: str
    history: tuple[Answer, ...]
    filters: Filters | None
    whole: bool
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
        whole=bool(read.get("whole", False)),
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
        lambda: memory.recall("themes", []),
        lambda: next(readings, last),
        lambda: date.fromisoformat(memory.recall("today", [])),
    )


def _settings(kept: Mapping[str, Any]) -> Settings:
    known = {f.name for f in fields(Settings)} - NOT_KEPT
    return Settings(index=Path(), **{name: value for name, value in kept.items() if name in known})


def _error_of(read: Mapping[str, str]) -> ProviderError:
    kinds, found = [ProviderError], dict[str, type[ProviderError]]()
    while kinds:
        kind = kinds.pop()
        found[kind.__name__] = kind
        kinds += kind.__subclasses__()
    return found[read["kind"]](read["message"], hint=read["hint"])


def _call_of(read: Mapping[str, Any]) -> ChatCall:
    error = read["error"]
    return ChatCall(
        tuple(Message(message["role"], message["content"]) for message in read["messages"]),
        read["schema"],
        tuple(read["pieces"]),
        decode(Usage | None, read["usage"], Papers()),
        error and _error_of(error),
    )
