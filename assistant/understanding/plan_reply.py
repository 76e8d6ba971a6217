"""The form of a planner's reply, asked for and read; `chat_planner` holds its claims against the question."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.checking.leaks import leaks
from assistant.ports import JsonSchema
from assistant.types import Kind

_MOST = 5  # queries
_LONGEST = 500  # characters of the question, and of a query
_PLANNED: tuple[Kind, ...] = ("list", "fact", "compare", "overview", "count")  # the rest is read without a model
_KINDS: dict[str, Kind] = {kind: kind for kind in _PLANNED}
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_FIELDS: dict[str, JsonSchema] = {
    "question": _TEXT,
    "kind": {"type": "string", "enum": list(_KINDS)},
    "queries": {**_TEXTS, "minItems": 1, "maxItems": _MOST},
    "papers": {"type": "array", "items": {"type": "integer"}},
    "since": _TEXT,
    "until": _TEXT,
    "authors": _TEXTS,
    "categories": _TEXTS,
    "sources": _TEXTS,
}
SCHEMA: JsonSchema = {
    "type": "object",
    "properties": _FIELDS,
    "required": list(_FIELDS),
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What the model says the question asks. `papers`: numbers of the request, from 1."""

    question: str
    kind: Kind
    queries: tuple[str, ...]
    papers: tuple[int, ...] = ()
    since: str | None = None
    until: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def read_plan(text: str, *, papers: int) -> Claim:
    """The claim of a reply to a request with so many papers. Raises `ValueError` with the reason where it is unusable.

    The whole text must be JSON or, for servers without schema support, what stands from its first brace to its last.
    """
    reply = _parse(text)
    kind = reply.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError("no kind of question")
    numbers = reply.get("papers")
    if not isinstance(numbers, list) or not all(type(n) is int and 1 <= n <= papers for n in numbers):
        raise ValueError("papers that were not shown")
    return Claim(
        question=_line(reply.get("question")),
        kind=_KINDS[kind],
        queries=tuple(dict.fromkeys(_line(query) for query in _texts(reply, "queries")[:_MOST])),
        papers=tuple(dict.fromkeys(numbers)),
        since=_day(reply.get("since")),
        until=_day(reply.get("until")),
        authors=_texts(reply, "authors"),
        categories=_texts(reply, "categories"),
        sources=_texts(reply, "sources"),
    )


def _parse(text: str) -> dict[str, Any]:  # any JSON object
    for part in (text, text[text.find("{") : text.rfind("}") + 1]):
        with suppress(ValueError, RecursionError):
            reply = json.loads(part)
            if isinstance(reply, dict):
                return reply
    raise ValueError("it is not a JSON object")


def _texts(reply: dict[str, Any], name: str) -> tuple[str, ...]:
    found = reply.get(name)
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise ValueError(f"no list of {name}")
    return tuple(text for text in found if text.strip())


def _line(value: Any) -> str:
    """One line that may be shown and sent on: neither empty nor long, printable, without a prompt's words."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    if not line or len(line) > _LONGEST or not line.isprintable():
        raise ValueError("a question that is none")
    if leaks(line):
        raise ValueError("a question that repeats the request")
    return line


def _day(value: Any) -> str | None:
    if value in ("", None):
        return None
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("a date that is none")
    return date.fromisoformat(value).isoformat()
