"""Reads Daily Papers listings: a title line, then its abstract line, again and again.

The flat layout and the dated one, with blank lines between, are read alike. A paragraph without a title above it
is reported, not joined to the abstract before: it may be another paper's, and a quote must not change hands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import tee

from assistant.corpus.limits import fault_of, snippet
from assistant.corpus.line_roles import Role, assign
from assistant.corpus.lines import Line
from assistant.corpus.other_texts import looks_like
from assistant.corpus.page_furniture import Heading, begins_page, heading, is_furniture, peel
from assistant.corpus.standing import standing
from assistant.types import Record, Rejection

# How lines of Markdown, tables and programs begin, or are parted, or end.
_FOREIGN = re.compile(r"[#|>@}\])]|[-*+] |```|(?:import|from|def|class|return|if|for) |.*(?:\t|[{}(;,\\]$)")
_FOREIGN_SHARE, _FOREIGN_LINES = 0.2, 2  # of a text that is no listing; pages have next to none
_FORGIVEN = 2
_FEW, _PAGE_WIDTH = 20, 132  # lines, and columns of the widest screen that text was ever wrapped for
_NO_ABSTRACT = "no abstract follows the title {}; put it on the next line, or delete the title"
_NO_TITLE = (
    "no title stands above the abstract {}; put it on the line before, "
    "or, if this is a paragraph of the abstract above, make the two one line"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What belongs together: the line of a title, if there is one, the lines of its abstract, the day above them."""

    title: tuple[Line, ...]
    abstract: tuple[Line, ...]
    day: Heading | None = None


def recognises(head: list[Line]) -> bool:
    """Whether the first lines are a listing.

    They are not wrapped, and either they have the top of a page, or they do not look like Markdown, a table or a
    program and hold more papers than faults (a few faults are forgiven, so that a small listing is told of each).
    What is wrong with the bytes of a line says nothing of its form.
    """
    texts = [text for line in head if not is_furniture(text := line.text.strip())]
    if _wrapped(texts):
        return False
    if any(begins_page(line.text.strip()) for line in head):
        return True
    if looks_like(texts) or sum(bool(_FOREIGN.match(text)) for text in texts) > max(
        _FOREIGN_LINES, _FOREIGN_SHARE * len(texts)
    ):
        return False
    found = list(read((replace(line, fault=None) for line in head), source=""))
    papers = sum(isinstance(entry, Record) for entry in found)
    return len(found) - papers <= papers / 2 + _FORGIVEN


def _wrapped(texts: list[str]) -> bool:
    """Whether a program broke the lines at a width: no line is longer, and most nearly reach it."""
    widths = [len(text) for text in texts]
    widest = max(widths, default=0)
    return len(widths) > _FEW and widest <= _PAGE_WIDTH and 2 * sum(w > 0.8 * widest for w in widths) > len(widths)


def read(lines: Iterable[Line], *, source: str) -> Iterator[Record | Rejection]:
    """The papers of a listing, and what could not be read as one, in the order of the page."""
    for entry in _entries(_content(lines)):
        yield from _judged(entry, source)


def _content(lines: Iterable[Line]) -> Iterator[tuple[Line, Heading | None]]:
    """The lines that are not furniture, with their day. It holds until the next one, or until another page begins."""
    day: Heading | None = None
    unused = at_top = True  # whether the day has no paper yet; whether only furniture stands above
    for line in lines:
        text = line.text.strip() or ("…" if line.fault else "")
        if not text:
            continue
        day = day if unused or not begins_page(text) else None
        found, text = peel(text) if at_top else (heading(text), text)
        day, unused = found or day, unused or found is not None
        at_top = is_furniture(text) and not line.fault
        if not at_top:
            unused = False
            yield replace(line, text=text), day


def _entries(content: Iterable[tuple[Line, Heading | None]]) -> Iterator[_Entry]:
    content, ahead = tee(content)  # roles come a few lines behind
    entry = _Entry((), ())
    for (line, day), role in zip(content, assign(line.text for line, _ in ahead), strict=True):
        if role is Role.TITLE or (role is Role.ABSTRACT and entry.abstract):
            yield entry
            entry = _Entry((), ())
        entry = _Entry((line,), (), day) if role is Role.TITLE else replace(entry, abstract=(*entry.abstract, line))
    yield entry


def _judged(entry: _Entry, source: str) -> Iterator[Record | Rejection]:
    """The record of an entry; or a rejection for each of its lines that cannot be used, or for what it lacks."""
    title, abstract = _text(entry.title), _text(entry.abstract)
    if faults := [*_faults("title", entry.title), *_faults("abstract", entry.abstract)]:
        yield from (Rejection(source, line, reason) for line, reason in faults)
    elif title and abstract:
        day = (entry.day.iso, entry.day.text) if entry.day else (None, None)
        title = " ".join(title.split())
        yield Record(
            source,
            entry.title[0].number,
            title,
            abstract,
            date=day[0],
            date_text=day[1],
            status=standing(title, abstract),
        )
    elif title:
        yield Rejection(source, entry.title[0].number, _NO_ABSTRACT.format(snippet(title)))
    elif abstract:
        yield Rejection(source, entry.abstract[0].number, _NO_TITLE.format(snippet(abstract)))


def _faults(part: str, lines: tuple[Line, ...]) -> list[tuple[int, str]]:
    if broken := [(line.number, line.fault) for line in lines if line.fault]:
        return broken
    reason = fault_of(part, _text(lines))
    return [(lines[0].number, reason)] if reason else []


def _text(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines)
