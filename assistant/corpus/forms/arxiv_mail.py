"""arXiv's daily mail: paragraphs of fields between lines of two backslashes, then the abstract."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.forms.json_papers import people
from assistant.corpus.latex import accented
from assistant.corpus.lines import Line
from assistant.types import Record, Rejection

_BAR = "\\\\"
_BEGINS = re.compile(r"(?:arXiv:|Paper(?: \(\*cross-listing\*\))?:\s*)(?P<id>\S+)")
_FIELD = re.compile(r"(?P<name>[A-Z][A-Za-z-]*): (?P<text>.*)")
_MOST = 1_000  # lines of one entry


def recognises(head: list[Line]) -> bool:
    """Whether a paper's number stands right below a line of two backslashes."""
    texts = [line.text.strip() for line in head]
    return any(above == _BAR and _BEGINS.match(text) for above, text in pairwise(texts))


def read(lines: Iterable[Line], *, source: str) -> Iterator[Record | Rejection]:
    for entry in _entries(lines):
        if fault := next((line for line in entry if line.fault), None):
            yield Rejection(source, fault.number, str(fault.fault))
        else:
            yield entry_of(_fields([line.text for line in entry]), source=source, line=entry[0].number)


def _entries(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """From the number of a paper to the next bar of dashes."""
    entry: list[Line] = []
    for line in lines:
        if _BEGINS.match(line.text):
            if entry:
                yield entry
            entry = [line]
        elif entry and (line.text.startswith("-----") or len(entry) >= _MOST):
            yield entry
            entry = []
        elif entry:
            entry.append(line)
    if entry:
        yield entry


def _fields(texts: list[str]) -> Fields:
    bars = [number for number, text in enumerate(texts) if text.strip().startswith(_BAR)]
    head = texts[: bars[0]] if bars else texts
    abstract = texts[bars[0] + 1 : bars[1] if len(bars) > 1 else None] if bars else []
    found = _BEGINS.match(texts[0])
    id = found["id"] if found else ""
    said = _said(head[1:])
    return Fields(
        title=accented(said.get("title", "")),
        abstract=accented(" ".join(text.strip() for text in abstract)),
        ids=(id, said.get("doi", "")),
        authors=people(said.get("authors", "")),
        date=said.get("date", "").partition("(")[0],
        url=f"https://arxiv.org/abs/{id}",
        categories=tuple(said.get("categories", "").split()),
        comment=said.get("comments", ""),
    )


def _said(head: list[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    name = ""
    for text in head:
        if found := _FIELD.match(text):
            name = found["name"].lower()
            said.setdefault(name, found["text"].strip())
        elif name and text.startswith(" "):
            said[name] += f" {text.strip()}"
    return said
