"""What crossed the ports while one answer was made, kept as it came."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from assistant.errors import ProviderError
from assistant.ports import JsonSchema, Message
from assistant.types import RankedPaper, Usage

_FENCE = re.compile(r"\b[0-9a-f]{12}\b")  # as `fencing.new_fence` makes them, another one for each request


@dataclass(frozen=True, slots=True)
class ChatCall:
    """One request to the chat model, and what came of it: the pieces (one for a whole reply) or an error."""

    messages: tuple[Message, ...]
    schema: JsonSchema | None
    pieces: tuple[str, ...]
    usage: Usage | None
    error: ProviderError | None = None

    @property
    def key(self) -> str:
        return chat_key(self.messages, self.schema)


class Counts:
    """How often each name was counted."""

    def __init__(self) -> None:
        self._lock, self._counts = Lock(), Counter[str]()

    def next(self, name: str) -> int:
        with self._lock:
            self._counts[name] += 1
            return self._counts[name]


@dataclass
class Tape:
    """Filled from several threads at once."""

    calls: dict[str, dict[str, Any]] = field(default_factory=dict)  # method of the index or embedder: key: result
    chat: list[ChatCall] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    ranked: Sequence[RankedPaper] = ()
    undated: int = 0
    depth: int = 0  # papers of the ranking that the judge looked at
    _lock: Lock = field(default_factory=Lock)
    _counts: Counts = field(default_factory=Counts)

    def keep(self, method: str, arguments: object, result: Any) -> Any:  # the result, whatever it is
        with self._lock:
            self.calls.setdefault(method, {})[key_of(arguments)] = result
        return result

    def keep_next(self, method: str, arguments: object, result: Any) -> Any:
        """As `keep`, for a method that is given a function, which has no text to be known by."""
        return self.keep(method, [self._counts.next(method), arguments], result)

    def heard(self, call: ChatCall) -> None:
        with self._lock:
            self.chat.append(call)

    def told(self, reading: float) -> float:
        with self._lock:
            self.clock.append(reading)
        return reading

    def looked(self, depth: int) -> None:
        with self._lock:
            self.depth = max(self.depth, depth)


def key_of(arguments: object) -> str:
    """The same for equal arguments, in every process."""
    text = json.dumps(arguments, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def chat_key(messages: Sequence[Message], schema: JsonSchema | None) -> str:
    """The same for the same request behind other fences."""
    return key_of([[(m.role, _FENCE.sub("fence", m.content)) for m in messages], schema])


def fences(asked: Sequence[Message], now: Sequence[Message]) -> dict[str, str]:
    """The fences of the request `asked`, each with the one in its place in `now`."""
    old, new = (_FENCE.findall(" ".join(m.content for m in messages)) for messages in (asked, now))
    return dict(zip(old, new, strict=True))


def refenced(pieces: Sequence[str], other: Mapping[str, str]) -> list[str]:
    """The pieces of a text with other fences. All are of one length, so the cuts stay where they are."""
    whole, cut = _FENCE.sub(lambda found: other.get(found[0], found[0]), "".join(pieces)), list[str]()
    for piece in pieces:
        cut.append(whole[: len(piece)])
        whole = whole[len(piece) :]
    return cut
