"""Entries of lines that begin with a tag (RIS, PubMed, Web of Science): rispy reads each, as its lines come."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.corpus.fields import Fields, entry_of
from assistant.corpus.lines import Line
from assistant.types import Record, Rejection

Tags = Mapping[str, str | list[str]]
_LEAST = 10  # lines of a head among which an entry has to begin
_MOST = 20_000  # lines of one entry; one of a thousand authors has two thousand
_END = "ER"


@dataclass(frozen=True, slots=True)
class Dialect:
    """`line` matches what begins with a tag, with the groups "tag" and "text"; other lines go on with the one above.

    `single` are the tags of one text, `several` those whose every line is a text of its own; others are left out.
    """

    start: str
    line: re.Pattern[str]
    single: frozenset[str]
    several: frozenset[str]
    fields: Callable[[Tags], Fields]

    def recognises(self, head: list[Line]) -> bool:
        """Whether an entry begins among the first lines."""
        return any(self.begins(line.text) for line in [line for line in head if line.text.strip()][:_LEAST])

    def read(self, lines: Iterable[Line], *, source: str) -> Iterator[Record | Rejection]:
        for entry in self._entries(lines):
            if fault := next((line for line in entry if line.fault), None):
                yield Rejection(source, fault.number, str(fault.fault))
            elif self.begins(entry[0].text):
                fields = self.fields(self._tags([line.text for line in entry]))
                yield entry_of(fields, source=source, line=entry[0].number)

    def begins(self, text: str) -> bool:
        found = self.line.match(text)
        return bool(found and found["tag"] == self.start)

    def _entries(self, lines: Iterable[Line]) -> Iterator[list[Line]]:
        entry: list[Line] = []
        for line in lines:
            if entry and (self.begins(line.text) or len(entry) >= _MOST):
                yield entry
                entry = []
            if line.text.strip() or line.fault:
                entry.append(line)
        if entry:
            yield entry

    def _tags(self, entry: list[str]) -> Tags:
        import rispy  # late: no question needs it

        pattern = self.line

        class Parser(rispy.RisParser):  # type: ignore[misc]
            START_TAG, END_TAG = self.start, _END

            def parse_line(self, line: str) -> tuple[str | None, str]:
                found = pattern.match(line)
                return (found["tag"], (found["text"] or "").strip()) if found else (None, line.strip())

        names = {tag: tag for tag in (self.start, *self.single, *self.several)}
        parser = Parser(mapping=names, list_tags=list(self.several), delimiter_tags_mapping={}, skip_unknown_tags=True)
        found: list[Tags] = parser.parse_lines(iter([*entry, f"{_END}  - "]))
        return found[0] if found else {}


def texts(tags: Tags, *names: str) -> tuple[str, ...]:
    """All that stands under these tags."""
    found = (tags.get(name, "") for name in names)
    return tuple(text for value in found for text in ([value] if isinstance(value, str) else value) if text)


def first(tags: Tags, *names: str) -> str:
    """What stands under the first of these tags that is there."""
    return next(iter(texts(tags, *names)), "")
