"""The form of a judge's reply, asked for and read."""

import json
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.ports import JsonSchema

_FIELDS: dict[str, JsonSchema] = {
    "number": {"type": "integer"},
    "quotes": {"type": "array", "items": {"type": "string"}, "maxItems": 3},  # a small model never ends it otherwise
    "relevance": {"type": "integer", "enum": [0, 1, 2, 3]},
    "reason": {"type": "string"},
}
_PAPER = {"type": "object", "properties": _FIELDS, "required": list(_FIELDS), "additionalProperties": False}
SCHEMA: JsonSchema = {
    "type": "object",
    "properties": {"papers": {"type": "array", "items": _PAPER}},
    "required": ["papers"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What the model says of one paper, by its number in the request."""

    number: int
    quotes: tuple[str, ...]
    relevance: int
    reason: str


def read_claims(text: str, numbers: Set[int]) -> dict[int, Claim]:
    """The claims on papers of these numbers, the first for each; claims on other numbers are left out.

    The whole text must be JSON or, the one fall-back for servers without schema support, what stands
    from its first brace to its last. Raises `ValueError` where it is not of the form, or speaks of none of the papers.
    """
    claims: dict[int, Claim] = {}
    try:
        entries = _entries(_parse(text))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    for entry in entries:
        claim = _claim(entry)
        if claim.number in numbers:
            claims.setdefault(claim.number, claim)
    if not claims:
        raise ValueError("no judgement on any of the papers")
    return claims


def _parse(text: str) -> Any:  # any JSON value
    for part in (text, text[text.find("{") : text.rfind("}") + 1]):
        with suppress(ValueError):
            return json.loads(part)
    raise ValueError("it is not JSON")


def _entries(reply: Any) -> list[Any]:
    papers = reply.get("papers") if isinstance(reply, dict) else None
    if not isinstance(papers, list):
        raise ValueError("no list of papers")
    return papers


def _claim(entry: Any) -> Claim:
    match entry:
        case {"number": int(number), "quotes": list(quotes), "relevance": int(relevance), "reason": str(reason)}:
            if 0 <= relevance <= 3 and all(isinstance(quote, str) for quote in quotes):
                return Claim(int(number), tuple(quotes), int(relevance), reason)
    raise ValueError("a judgement is not of the form")
