"""The form of a reply that says one thing of each numbered item, asked for and read."""

import json
from collections.abc import Set
from contextlib import suppress
from typing import Any, Literal, TypeVar

from assistant.ports import JsonSchema

_T = TypeVar("_T", str, bool)
_TYPES: dict[type, Literal["string", "boolean"]] = {str: "string", bool: "boolean"}


def make_schema(items: str, field: str, kind: type[str] | type[bool]) -> JsonSchema:
    """{items: [{"number": 1, field: ...}, ...]}"""
    properties = {"number": {"type": "integer"}, field: {"type": _TYPES[kind]}}
    return _closed({items: {"type": "array", "items": _closed(properties)}})


def read_numbered(text: str, items: str, field: str, kind: type[_T], numbers: Set[int]) -> dict[int, _T]:
    """What the reply says of each of `numbers`, the first for each; what it says of others is left out.

    The whole text must be JSON or, for servers without schema support, what stands from its first brace to its last.
    Raises `ValueError` where it is not of the form.
    """
    said: dict[int, _T] = {}
    for entry in _entries(text, items):
        match entry:
            case {"number": int(number)} if type(number) is int and isinstance(entry.get(field), kind):
                if number in numbers:
                    said.setdefault(number, entry[field])
            case _:
                raise ValueError("an entry is not of the form")
    return said


def _entries(text: str, items: str) -> list[Any]:  # any JSON values
    for part in (text, text[text.find("{") : text.rfind("}") + 1]):
        with suppress(ValueError, RecursionError):
            reply = json.loads(part)
            entries = reply.get(items) if isinstance(reply, dict) else None
            if isinstance(entries, list):
                return entries
    raise ValueError("it is not JSON of the form")


def _closed(properties: dict[str, Any]) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
