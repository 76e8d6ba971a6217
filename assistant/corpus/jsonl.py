"""Reads JSONL, an object a line: id, title, abstract, authors, date, url, categories, status; or those of services."""

import json
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.dates import iso_day
from assistant.corpus.fields import entry_of, web_link
from assistant.corpus.forms.json_papers import fields_of
from assistant.corpus.identity import canonical_id
from assistant.corpus.limits import fault_of
from assistant.corpus.lines import Line
from assistant.corpus.standing import known, standing
from assistant.types import Record, Rejection

_Object = Mapping[str, object]


class _Unfit(ValueError):
    """The entry cannot be taken; the text is the reason to show."""


def recognises(head: list[Line]) -> bool:
    """Whether more than half of the first lines begin as objects do, and not with a brace of LaTeX."""
    texts = [text for line in head if (text := line.text.strip())]
    objects = sum(text.startswith("{") and not text.startswith("{\\") for text in texts)
    return 2 * objects > len(texts)


def read(lines: Iterable[Line], *, source: str) -> Iterator[Record | Rejection]:
    """The paper of each line that is not blank, or why it cannot be taken."""
    for line in lines:
        if not line.text.strip() and not line.fault:
            continue
        try:
            paper = _parsed(line)
            fields = fields_of(paper)
            known = entry_of(fields, source=source, line=line.number) if fields else None
            yield known or _record(paper, line.number, source)
        except _Unfit as unfit:
            yield Rejection(source, line.number, str(unfit))


def _parsed(line: Line) -> _Object:
    if line.fault:
        raise _Unfit(line.fault)
    try:
        # Numbers stay as they are written: 2502.17090 as a number would lose its last digit.
        found = json.loads(line.text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise _Unfit(f"not valid JSON ({error.msg}, column {error.colno}); write one whole object a line") from error
    except RecursionError as error:
        raise _Unfit("the JSON is nested too deeply; write one flat object a line") from error
    if not isinstance(found, dict):
        raise _Unfit(f'the line is {_name(found)}; write one object a line, {{"id": …, "title": …, "abstract": …}}')
    return found


def _record(paper: _Object, number: int, source: str) -> Record:
    given_id = canonical_id(_text(paper, "id"))
    title, abstract = " ".join(_text(paper, "title").split()), _text(paper, "abstract")
    if not given_id:
        raise _Unfit('the entry has no id; add "id"')
    if not (title or abstract):
        raise _Unfit('the entry has neither a title nor an abstract; add "title" or "abstract"')
    day = _text(paper, "date", strict=False)
    return Record(
        source=source,
        line=number,
        title=title,
        abstract=abstract,
        given_id=given_id,
        authors=_texts(paper, "authors"),
        date=iso_day(day),
        date_text=day if day and not iso_day(day) else None,
        url=web_link(_text(paper, "url", strict=False)),
        categories=_texts(paper, "categories"),
        status=known(_text(paper, "status", strict=False)) or standing(title, abstract),
    )


def _text(paper: _Object, field: str, *, strict: bool = True) -> str:
    """The text of a field, "" where it is absent or null, and, if not `strict`, where it is something else."""
    value = paper.get(field)
    if isinstance(value, str):
        return _sound(field, value.strip())
    if value is not None and strict:
        raise _Unfit(f'"{field}" is {_name(value)}; write it as text in quotes')
    return ""


def _texts(paper: _Object, field: str) -> tuple[str, ...]:
    """The texts of a list; a text alone is a list of one, and a person may be an object with a name."""
    value = paper.get(field)
    items = value if isinstance(value, list) else [value]
    names = (item.get("name") if isinstance(item, dict) else item for item in items)
    return tuple(_sound(field, name.strip()) for name in names if isinstance(name, str) and name.strip())


def _sound(field: str, text: str) -> str:
    if fault := fault_of(field, text):
        raise _Unfit(fault)
    return text


def _name(value: object) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case None:
            return "null"
        case _:
            return "not a number"
