"""The nouns as JSON and back, by their annotations; a paper is written once, whoever speaks of it."""

import base64
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from assistant.types import Paper

Json = Any  # any JSON value


class Papers:
    """The table of papers of one record: each under its id, other texts of the same id under `ID#2` and so on."""

    def __init__(self, rows: Mapping[str, Json] | None = None) -> None:
        self._papers = {key: Paper(**_plain(row)) for key, row in (rows or {}).items()}
        self._keys = {paper: key for key, paper in self._papers.items()}

    def key(self, paper: Paper) -> str:
        if paper not in self._keys:
            count = sum(known.id == paper.id for known in self._keys)
            key = f"{paper.id}#{count + 1}" if count else paper.id
            self._keys[paper], self._papers[key] = key, paper
        return self._keys[paper]

    def __getitem__(self, key: str) -> Paper:
        return self._papers[key]

    def to_json(self) -> dict[str, Json]:
        return {key: {f.name: getattr(paper, f.name) for f in fields(Paper)} for key, paper in self._papers.items()}


def encode(value: object, papers: Papers) -> Json:
    """The value as JSON; floats keep every digit, vectors every bit."""
    if isinstance(value, Paper):
        return papers.key(value)
    if isinstance(value, np.ndarray):
        raw = np.ascontiguousarray(value, np.float32)
        return {"shape": list(raw.shape), "float32": base64.b64encode(raw.tobytes()).decode()}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name), papers) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): encode(item, papers) for key, item in value.items()}
    if isinstance(value, Set):
        return sorted(encode(item, papers) for item in value)
    if isinstance(value, list | tuple):
        return [encode(item, papers) for item in value]
    return float(value) if isinstance(value, float | np.floating) else value


def decode(kind: Any, value: Json, papers: Papers) -> Any:  # what `kind`, a type or an annotation, stands for
    """What `encode` was given, where that was of this kind. Raises `KeyError`, `TypeError`, `ValueError` on other JSON.

    A field that the record does not have takes its default: the record may be older than the field.
    """
    if kind is Paper:
        return papers[value]
    if get_origin(kind) is np.ndarray:
        flat = np.frombuffer(base64.b64decode(value["float32"], validate=True), np.float32)
        return flat.reshape(value["shape"])
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: decode(hints[name], item, papers) for name, item in value.items()})
    return _decode_generic(get_origin(kind), get_args(kind), value, papers)


def _decode_generic(origin: Any, inner: tuple[Any, ...], value: Json, papers: Papers) -> Any:
    if origin in (Union, UnionType):
        some = [kind for kind in inner if kind is not type(None)]
        return None if value is None else decode(some[0], value, papers)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[1:] == (...,) else inner
        return tuple(decode(kind, item, papers) for kind, item in zip(kinds, value, strict=True))
    if origin is list:
        return [decode(inner[0], item, papers) for item in value]
    if isinstance(origin, type) and issubclass(origin, Set):
        return frozenset(decode(inner[0], item, papers) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: decode(inner[1], item, papers) for key, item in value.items()}
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(row: Mapping[str, Json]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
