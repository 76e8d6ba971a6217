"""One JSON document with many papers, as the services answer: a list, or an object with the list inside."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.forms.json_events import JsonEvents
from assistant.corpus.forms.json_papers import fields_of
from assistant.corpus.forms.whole import Unreadable
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
    try:
        for number, (line, paper) in enumerate(_papers(JsonEvents(data)), start=1):
            yield _entry(paper, number, line, source)
    except Unreadable as broken:
        yield broken.told(source)


def _entry(paper: object, number: int, line: int, source: str) -> Record | Rejection:
    fields = fields_of(paper) or _own(paper) if isinstance(paper, Mapping) else None
    if fields is None:
        return Rejection(source, line, _UNKNOWN.format(number))
    return entry_of(fields, source=source, line=line)


def _papers(events: JsonEvents) -> Iterator[tuple[int, object]]:
    """The papers of the document, each with its line; a paper alone is a list of one."""
    event, said = events.next()
    line = events.line
    if event == "start_array":
        yield from _listed(events)
    elif event == "start_map":
        yield from _inside(events)
    else:
        yield line, said
    events.finish()


def _listed(events: JsonEvents) -> Iterator[tuple[int, object]]:
    while True:
        event, said = events.next()
        if event == "end_array":
            return
        line = events.line
        yield line, events.value(event, said)


def _inside(events: JsonEvents) -> Iterator[tuple[int, object]]:
    """What stands in the lists of an object that has some; the object itself where it has none, or is a paper.

    Whether it is a paper is asked of what it has said before a list, which is read as it comes.
    """
    line, lists = events.line, False
    said: dict[str, Any] = {}
    while (entry := events.next())[0] != "end_map":
        name = entry[1]
        event, value = events.next()
        own = name not in _LISTS or event not in ("start_array", "start_map") or fields_of(said)
        if own:
            said[name] = events.value(event, value)
        else:
            lists = True
            yield from _listed(events) if event == "start_array" else _inside(events)
    if not lists or fields_of(said):
        yield line, said


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
