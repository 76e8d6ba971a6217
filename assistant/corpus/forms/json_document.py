"""One JSON document with many papers, as the services answer: a list, or an object with the list inside."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.forms.json_papers import fields_of
from assistant.corpus.forms.whole import whole_text
from assistant.corpus.lines import Line
from assistant.types import Record, Rejection

_BEGINNING = re.compile(
    r"\s*(?:\[\s*(?:\{|\]|$)|\{\s*(?:\n|$)"
    r'|\{\s*"(?:meta|results|data|total|offset|next|token|status|message(?:-type|-version)?|papers|items|hits)"\s*:)'
)
_LISTS = ("results", "data", "items", "papers", "recommendedPapers", "references", "message", "hits")
_UNKNOWN = (
    "entry {} is no paper of a service known; write it with title and abstract, and authors, date, doi, url if known"
)


def recognises(head: list[Line]) -> bool:
    return bool(_BEGINNING.match("\n".join(line.text for line in head[:3])))


def read(data: io.BufferedReader, *, source: str) -> Iterator[Record | Rejection]:
    text = whole_text(data, source)
    if isinstance(text, Rejection):
        yield text
        return
    try:
        # Numbers stay as they are written: 2502.17090 as a number would lose its last digit.
        found = json.loads(text, parse_float=str)
    except json.JSONDecodeError as error:
        yield Rejection(
            source, error.lineno, f"not valid JSON ({error.msg}, column {error.colno}); save it whole again"
        )
        return
    except (RecursionError, ValueError):
        yield Rejection(source, 1, "the JSON is nested too deeply or holds a number without end; save a list of papers")
        return
    for number, paper in enumerate(_papers(found), start=1):
        yield _entry(paper, number, source)


def _entry(paper: object, number: int, source: str) -> Record | Rejection:
    fields = fields_of(paper) or _own(paper) if isinstance(paper, Mapping) else None
    if fields is None:
        return Rejection(source, 1, _UNKNOWN.format(number))
    return entry_of(fields, source=source, line=1)


def _papers(found: Any) -> list[Any]:
    """The list of papers, in the document or in what stands in it; a paper alone is a list of one."""
    if isinstance(found, list):
        return found
    if isinstance(found, Mapping) and not fields_of(found):
        inner = next((found[name] for name in _LISTS if isinstance(found.get(name), list | dict)), None)
        return _papers(inner) if inner is not None else [found]
    return [found]


def _own(paper: Mapping[str, Any]) -> Fields | None:
    """The keys of this program's own JSONL, and those that mean the same."""
    title, abstract = paper.get("title"), paper.get("abstract") or paper.get("summary")
    if not isinstance(title, str):
        return None
    people = paper.get("authors")
    names = (
        [item.get("name") if isinstance(item, Mapping) else item for item in people if item]
        if isinstance(people, list)
        else []
    )
    ids = (paper.get(name) for name in ("id", "arxiv_id", "doi"))
    return Fields(
        title=title,
        abstract=abstract if isinstance(abstract, str) else "",
        ids=tuple(id for id in ids if isinstance(id, str)),
        authors=tuple(name for name in names if isinstance(name, str)),
        date=str(paper.get("date") or paper.get("published") or paper.get("year") or ""),
        url=url if isinstance(url := paper.get("url"), str) else "",
    )
