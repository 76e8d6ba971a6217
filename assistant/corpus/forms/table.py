"""Tables with a header: commas, semicolons or tabs, as Scopus, Web of Science, Zotero and spreadsheets save them."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.identity import arxiv_of_number
from assistant.corpus.lines import Line
from assistant.corpus.names import given_first
from assistant.types import Record, Rejection

# What a column may be called, letters only and in lower case; the first name that a table has counts.
_COLUMNS = {
    "title": "title papertitle articletitle documenttitle documenttitlename ti t1 name",
    "abstract": "abstract abstractnote abstracttext abstracts summary ab description",
    "authors": "authorfullnames author authors authornames creators creator authorlist af au",
    "date": "publicationdate date coverdate published publisheddate publishedat createdate datepublished da year "
    "publicationyear pubyear py",
    "doi": "doi di doilink",
    "arxiv": "arxivid arxiv eprint",
    "id": "id paperid identifier",
    "url": "url link links ul pdfurl",
    "categories": "categories category authorkeywords keywords manualtags subjects de",
}
_DELIMITERS = ",\t;|"
_SEMICOLON, _COMMA = re.compile(r"\s*;\s*"), re.compile(r"\s*,\s*")
_SCOPUS_ID = re.compile(r"\s*\([0-9]{6,}\)$")


def recognises(head: list[Line]) -> bool:
    """Whether a header names a title, and an abstract or something else that only papers have."""
    texts = [line.text for line in head if line.text.strip()]
    if not texts:
        return False
    columns = _columns(next(_rows(texts[:1], _delimiter(texts[0])), []))
    return "title" in columns and bool(columns.keys() & {"abstract", "doi", "arxiv", "authors"})


def read(lines: Iterable[Line], *, source: str) -> Iterator[Record | Rejection]:
    """The paper of each row; a row may go on over several lines inside quotes."""
    numbered = _Numbered(lines)
    header = numbered.first()
    if header is None:
        return
    delimiter = _delimiter(header)
    columns = _columns(next(_rows([header], delimiter), []))
    if "title" not in columns:
        yield Rejection(source, 1, "no column is called Title; write the names of the columns in the first line")
        return
    rows = csv.reader(numbered.texts(), delimiter=delimiter)
    while True:
        numbered.begin_row()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejection(
                source, numbered.row, f"the row cannot be read ({error}); see whether a quote is not closed"
            )
            continue
        if numbered.fault:
            yield Rejection(source, *numbered.fault)
        elif any(cell.strip() for cell in row):
            yield entry_of(_fields(columns, row), source=source, line=numbered.row)


class _Numbered:
    """The lines as csv takes them, with where the row that is being read begins and what is wrong with its lines."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self.row, self.fault = 0, None  # type: int, tuple[int, str] | None
        self._begun = False

    def first(self) -> str | None:
        return next((line.text for line in self._lines if line.text.strip()), None)

    def begin_row(self) -> None:
        self._begun, self.fault = False, None

    def texts(self) -> Iterator[str]:
        for line in self._lines:
            if not self._begun:
                self.row, self._begun = line.number, True
            if line.fault and not self.fault:
                self.fault = (line.number, line.fault)
            yield line.text.replace("\r", " ") + "\n"


def _rows(texts: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(texts, delimiter=delimiter)
    except csv.Error:
        return


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=lambda mark: len(_columns(next(_rows([header], mark), []))))


def _columns(header: list[str]) -> dict[str, int]:
    """Where each field stands."""
    named = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in header]
    found = {field: next((n for n in names.split() if n in named), None) for field, names in _COLUMNS.items()}
    return {field: named.index(name) for field, name in found.items() if name}


def _fields(columns: Mapping[str, int], row: list[str]) -> Fields:
    cells = {field: row[at].strip() for field, at in columns.items() if at < len(row)}
    abstract = cells.get("abstract", "")
    arxiv = cells.get("arxiv", "")
    return Fields(
        title=cells.get("title", ""),
        abstract="" if abstract.lower() in ("[no abstract available]", "no abstract available", "n/a") else abstract,
        ids=(cells.get("doi", ""), arxiv_of_number(arxiv), cells.get("id", "")),
        authors=tuple(_authors(cells.get("authors", ""))),
        date=cells.get("date", ""),
        url=cells.get("url", ""),
        categories=tuple(filter(None, re.split(r"\s*[;,|]\s*", cells.get("categories", "")))),
    )


def _authors(cell: str) -> Iterator[str]:
    """With semicolons "Last, First"; without, commas part whole names, unless one name stands there turned round."""
    if ";" in cell or " and " in cell:
        parts = _SEMICOLON.split(cell) if ";" in cell else cell.split(" and ")
        yield from (given_first(_SCOPUS_ID.sub("", part)) for part in parts if part.strip())
        return
    parts = [part for part in _COMMA.split(cell.strip()) if part]
    turned = len(parts) == 2 and " " not in parts[0]
    yield from [given_first(cell)] if turned else parts
