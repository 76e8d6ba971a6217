"""All papers without their abstracts, in the orders of a list. A value made of entries."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from assistant.ports import Entry
from assistant.types import PaperId

_WORD = re.compile(r"\w+")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")  # of some papers only the year is known


@dataclass(frozen=True)
class Catalogue:
    """`entries` in the order they came; `state` names the index's state they were read in."""

    state: str
    entries: Sequence[Entry]

    @cached_property
    def by_id(self) -> dict[PaperId, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def newest(self) -> list[PaperId]:
        """Newest first, the undated last."""
        return [e.id for e in sorted(self.entries, key=lambda e: e.date or "", reverse=True)]

    @cached_property
    def oldest(self) -> list[PaperId]:
        """Oldest first, the undated last."""
        return [e.id for e in sorted(self.entries, key=lambda e: e.date or "~")]

    @cached_property
    def by_title(self) -> list[PaperId]:
        """A to Z, without case and accents; what begins with no letter or digit comes by what follows."""
        return [e.id for e in sorted(self.entries, key=lambda e: folded(e.title).lstrip("\"'“”‘’([{$ "))]

    @cached_property
    def undated(self) -> int:
        return sum(entry.date is None for entry in self.entries)

    @cached_property
    def categories(self) -> dict[str, int]:
        """Each category with the number of its papers, the most frequent first."""
        return dict(Counter(c for entry in self.entries for c in entry.categories).most_common())

    def months(self) -> dict[str, int]:
        """Papers in each month, "2025-03", from the first to the last; months without papers too."""
        seen = Counter(month for entry in self.entries if _MONTH.fullmatch(month := (entry.date or "")[:7]))
        return {month: seen[month] for month in _from_to(min(seen), max(seen))} if seen else {}

    def begun(self, typed: str) -> tuple[list[PaperId], list[PaperId], list[PaperId]]:
        """The papers whose title has the words as they are typed, the last perhaps begun; those whose title has all of
        them somewhere; and those with such an author.
        """
        words = _WORD.findall(folded(typed))
        if not words:
            return [], [], []
        starts = [f" {word}" for word in words]
        titles = _holding(self._titles, starts)
        authors = _holding(self._authors, starts)
        return (
            [id for id, title in titles if "".join(starts) in title],
            [id for id, _ in titles],
            [id for id, names in authors if any(all(s in name for s in starts) for name in names.split("\n"))],
        )

    @cached_property
    def _titles(self) -> list[tuple[PaperId, str]]:
        return [(entry.id, _spaced(entry.title)) for entry in self.entries]

    @cached_property
    def _authors(self) -> list[tuple[PaperId, str]]:
        return [(e.id, "\n".join(map(_spaced, e.authors))) for e in self.entries if e.authors]


def ordered(ids: Set[PaperId], by: Sequence[PaperId]) -> list[PaperId]:
    """`ids` in the order of `by`."""
    return [id for id in by if id in ids]


def folded(text: str) -> str:
    """Without case and accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def _spaced(text: str) -> str:
    return " " + " ".join(_WORD.findall(folded(text)))


def _holding(texts: Sequence[tuple[PaperId, str]], parts: Sequence[str]) -> Sequence[tuple[PaperId, str]]:
    """Those with every part; one part after the other, for each loop is quick and the next one short."""
    for part in parts:
        texts = [each for each in texts if part in each[1]]
    return texts


def _from_to(first: str, last: str) -> list[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, end + 1)]
