"""docs/api.md, from the docstrings of the public names: `python -m tests.api_reference > docs/api.md`."""

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import assistant
from assistant import errors, ports, types
from assistant.answering import Assistant
from assistant.recording import Recording
from assistant.recording.replay import Replay

_HEAD = """# Python

Made from the docstrings by `python -m tests.api_reference > docs/api.md`; a test keeps it equal.
"""
_NOUNS = (
    types.Answer, types.Citation, types.Quote, types.Paper, types.Verdict, types.Completeness, types.Checks,
    types.Plan, types.Filters, types.Lookup, types.Usage, types.Provenance, types.RankedPaper, types.Hit, types.Chunk,
)  # fmt: skip
_EVENTS = (types.Started, types.Planned, types.Ranked, types.Judged, types.Token, types.Finished)
_PORTS = (
    ports.Embedder, ports.CrossEncoder, ports.ChatModel, ports.PaperIndex, ports.Library, ports.Planner, ports.Judge,
    ports.Writer, ports.Stop,
)  # fmt: skip
_CARRIED = (
    ports.CrossReading, ports.Message, ports.Reply, ports.Selection, ports.Entry, ports.Theme, ports.Planning,
    ports.Judgement, ports.Note, ports.Amended,
)  # fmt: skip
_MODULES = re.compile(r"\b(?:assistant|collections|pathlib|typing)(?:\.\w+)*\.(\w+)")
_VECTORS = "numpy.ndarray[tuple[Any, ...], numpy.dtype[numpy.float32]]"


def reference() -> str:
    """The whole page."""
    parts = [_HEAD, "## `assistant`\n"]
    parts += [_callable(f"assistant.{name}", getattr(assistant, name)) for name in assistant.__all__]
    for title, kinds in (
        ("Asking", (Assistant, Recording, Replay)),
        ("What an answer is made of", _NOUNS),
        ("Events of `stream`", _EVENTS),
        ("Ports", _PORTS),
        ("What ports take and give", _CARRIED),
    ):
        parts += [f"## {title}\n", *map(_class, kinds)]
    parts += ["## Errors\n", *_errors()]
    return "\n".join(parts)


def _callable(name: str, function: object) -> str:
    told = inspect.getdoc(function) or ""
    return f"### `{name}{_signature(function)}`\n\n{told}\n"


def _signature(function: object) -> str:
    shown = str(inspect.signature(function)).replace("'", "").replace('"', "")  # type: ignore[arg-type]
    return _short(shown).replace("(self, ", "(").replace("(self)", "()")


def _short(annotation: str) -> str:
    """Without the modules; `X | None` on every Python."""
    bare = _MODULES.sub(r"\1", annotation).replace(_VECTORS, "ndarray")
    return re.sub(r"^Optional\[(.+)\]$", r"\1 | None", bare)


def _class(kind: type) -> str:
    told = [f"### `{kind.__name__}`\n", *([inspect.getdoc(kind) or "", ""] if _has_own_text(kind) else [])]
    if is_dataclass(kind):
        told += [f"- `{f.name}: {_short(inspect.formatannotation(f.type))}`" for f in fields(kind)]
    told += [f"- `{name}`{f': {text}' if text else ''}" for name, text in _members(kind)]
    return "\n".join(told) + "\n"


def _has_own_text(kind: type) -> bool:
    return bool(kind.__doc__) and not kind.__doc__.startswith(
        f"{kind.__name__}("
    )  # what dataclasses write by themselves


def _members(kind: type) -> Iterator[tuple[str, str]]:
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        text = " ".join((inspect.getdoc(member) or "").split())
        if isinstance(member, property):
            yield name, text
        elif inspect.isfunction(member):
            yield f"{name}{_signature(member)}", text


def _errors() -> Iterator[str]:
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.AssistantError):
            yield f"- `{kind.__name__}`: {' '.join((inspect.getdoc(kind) or '').split())}"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(reference())
