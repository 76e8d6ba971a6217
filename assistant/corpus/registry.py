"""The accepted forms, and recognising one from the content."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from assistant.corpus import jsonl, listing
from assistant.corpus.dates import check_day
from assistant.corpus.forms import arxiv_mail, bibtex, feed, json_document, nbib, ris, table, web_of_science, web_page
from assistant.corpus.lines import BREAKS, HEAD, Line, open_bytes, read_lines, split_head
from assistant.corpus.other_texts import looks_like
from assistant.corpus.refused_files import why_unusable
from assistant.errors import UsageError
from assistant.types import Record, Rejection

Entries = Iterator[Record | Rejection]


class _Read(Protocol):
    def __call__(self, lines: Iterable[Line], *, source: str) -> Entries: ...


class _ReadWhole(Protocol):
    def __call__(self, data: io.BufferedReader, *, source: str) -> Entries: ...


@dataclass(frozen=True, slots=True)
class _Form:
    """`read` takes lines as they come, or `read_whole` the data of a document that has to be read whole."""

    recognises: Callable[[list[Line]], bool]
    read: _Read | None = None
    read_whole: _ReadWhole | None = None

    def entries(self, data: io.BufferedReader, source: str) -> Entries:
        if self.read_whole:
            return self.read_whole(data, source=source)
        assert self.read
        return self.read(read_lines(data), source=source)


_FORMS = {  # the strictest first
    "ris": _Form(ris.DIALECT.recognises, ris.DIALECT.read),
    "nbib": _Form(nbib.DIALECT.recognises, nbib.DIALECT.read),
    "wos": _Form(web_of_science.DIALECT.recognises, web_of_science.DIALECT.read),
    "bibtex": _Form(bibtex.recognises, bibtex.read),
    "arxiv-mail": _Form(arxiv_mail.recognises, arxiv_mail.read),
    "feed": _Form(feed.recognises, read_whole=feed.read),
    "html": _Form(web_page.recognises, read_whole=web_page.read),
    "json": _Form(json_document.recognises, read_whole=json_document.read),
    "jsonl": _Form(jsonl.recognises, jsonl.read),
    "csv": _Form(table.recognises, table.read),
    "listing": _Form(listing.recognises, listing.read),  # last: it takes most texts
}

_UNKNOWN = (
    "{}; leave it out, or name its form "
    f"({', '.join(_FORMS)}). A listing has a title on one line and its whole abstract on the next, again and again"
)


def forms() -> tuple[str, ...]:
    """The names of the accepted forms."""
    return tuple(_FORMS)


def check_form(name: str | None) -> None:
    """Raises `UsageError` for a form that is not known; None, to recognise it, is fine."""
    if name is not None and name not in _FORMS:
        raise UsageError(f"unknown form {name!r}", hint=f"The forms are {', '.join(_FORMS)}.")


def read_bytes(data: BinaryIO, *, source: str, form: str | None = None, date: str | None = None) -> Entries:
    """The papers in the data, plain or gzip, read as they are asked for, and what could not be taken.

    `source` is the name that they carry. `form`: one of `forms()`; without it, the form is recognised.
    `date`: YYYY-MM-DD, for entries that have no day of their own. Whatever the bytes, nothing is raised but
    `UsageError`, at once, for a form or date that is none.
    """
    check_form(form)
    return _entries(data, source, form, check_day(date))


def _entries(data: BinaryIO, source: str, form: str | None, day: str | None) -> Entries:
    empty = True
    for entry in _opened(data, source, form):
        empty = False
        yield replace(entry, date=day) if day and isinstance(entry, Record) and not entry.date else entry
    if empty:
        yield Rejection(source, 1, "no paper stands here; save or export it with titles and abstracts")


def _opened(data: BinaryIO, source: str, form: str | None) -> Entries:
    try:
        opened = open_bytes(data)
        head = opened.peek(HEAD)
    except BREAKS as error:
        yield Rejection(source, 1, f"the file cannot be read ({error}); check it and save it again")
        return
    if reason := why_unusable(head):
        yield Rejection(source, 1, reason)
    elif name := form or _recognised(lines := split_head(head)):
        yield from _FORMS[name].entries(opened, source)
    else:
        what = looks_like([text for line in lines if (text := line.text.strip())])
        told = f"this looks like {what}" if what else "no form is known by which papers stand here"
        yield Rejection(source, 1, _UNKNOWN.format(told))


def _recognised(head: list[Line]) -> str | None:
    return next((name for name, form in _FORMS.items() if form.recognises(head)), None)
