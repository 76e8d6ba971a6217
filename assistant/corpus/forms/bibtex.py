"""BibTeX and BibLaTeX, through bibtexparser, an entry at a time."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.latex import plain
from assistant.corpus.limits import snippet
from assistant.corpus.lines import Line
from assistant.corpus.names import given_first
from assistant.types import Record, Rejection

_TYPES = (
    "article|book|booklet|collection|conference|dataset|inbook|incollection|inproceedings|inreference|manual|mastersthesis"
    "|misc|mvbook|online|electronic|patent|periodical|phdthesis|proceedings|reference|report|software|suppbook|techreport"
    "|thesis|unpublished|www"
)
_ENTRY = re.compile(rf"\s*@\s*(?:{_TYPES})\s*[{{(]\s*[^\s,={{}}]*\s*(?:,|$)", re.IGNORECASE)
_BLOCK = re.compile(r"\s*@\s*\w+\s*[{(]")
_STRING = re.compile(r"\s*@\s*string\b", re.IGNORECASE)
_LEAST = 10  # lines of a head among which an entry has to begin
_MOST = 5_000  # lines of one entry
_LIST = re.compile(r"[,;]\s*")
_AND = re.compile(r"\s+and\s+(?![^{]*\})")
_FAULT = "the BibTeX entry cannot be read ({}); mend it and index the file again"


def recognises(head: list[Line]) -> bool:
    """Whether an entry begins among the first lines, or only definitions and comments stand there."""
    texts = [line.text for line in head if line.text.strip() and not line.text.lstrip().startswith("%")]
    if not texts or texts[0].startswith(("#", "```")):
        return False
    begun = any(_ENTRY.match(text) for text in texts[:_LEAST])
    return begun or bool(_BLOCK.match(texts[0]) and any(_ENTRY.match(text) for text in texts))


def read(lines: Iterable[Line], *, source: str) -> Iterator[Record | Rejection]:
    strings: list[str] = []
    for block in _blocks(lines):
        text = "\n".join(line.text for line in block)
        if fault := next((line for line in block if line.fault), None):
            yield Rejection(source, fault.number, str(fault.fault))
        elif _STRING.match(text):
            strings.append(text)
        elif _BLOCK.match(text):
            yield from _entries(strings, text, source, block[0].number)


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines from one "@" at the beginning of a line to the next."""
    block: list[Line] = []
    for line in lines:
        if block and (_BLOCK.match(line.text) or len(block) >= _MOST):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _entries(strings: list[str], text: str, source: str, first: int) -> Iterator[Record | Rejection]:
    from bibtexparser.entrypoint import parse_string  # late: no question needs it

    logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # it warns of what is rejected here, with another line
    above = "\n".join([*strings, ""]) if strings else ""
    library = parse_string(above + text)
    offset = first - above.count("\n")
    for block in library.failed_blocks:
        told = getattr(block.error, "abort_reason", "") or str(block.error or "")  # one kind says nothing as text
        reason = " ".join((told or "it is not whole").split())
        yield Rejection(source, max(first, offset + (block.start_line or 0)), _FAULT.format(snippet(reason, 200)))
    for entry in library.entries:
        fields = {name.lower(): str(field.value) for name, field in entry.fields_dict.items()}
        yield entry_of(_fields(fields), source=source, line=max(first, offset + (entry.start_line or 0)))


def _fields(entry: Mapping[str, Any]) -> Fields:
    def field(*names: str) -> str:
        return next((text for name in names if (text := entry.get(name, "").strip())), "")

    title = ": ".join(filter(None, (field("title"), field("subtitle"))))
    eprint = field("eprint") if field("archiveprefix", "eprinttype").lower() in ("arxiv", "") else ""
    return Fields(
        title=plain(title),
        abstract=plain(field("abstract", "annotation", "annote")),
        ids=tuple(_address(text) for text in (field("doi"), eprint, field("arxivid"), field("url")) if text),
        authors=tuple(_name(name) for name in _AND.split(field("author")) if name.strip() and name.strip() != "others"),
        date=field("date") or " ".join(filter(None, (field("year"), field("month"), field("day")))),
        url=_address(field("url")),
        categories=tuple(_LIST.split(plain(field("keywords")))) if field("keywords") else (),
    )


def _address(text: str) -> str:
    """A tilde and a percent sign are meant in addresses; what is escaped is not."""
    return re.sub(r"\\([_%&#~])", r"\1", text).removeprefix("\\url").strip("{} ")


def _name(name: str) -> str:
    """A name in braces is an organisation's, and stays."""
    whole = name.strip()
    return plain(whole) if whole.startswith("{") and whole.endswith("}") else given_first(plain(whole))
