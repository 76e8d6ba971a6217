"""Which papers pass filters: what filters look at is held in memory, as columns.

A question is filtered in milliseconds then; reading the rows of a hundred thousand papers takes a quarter of a second.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.dates import last_day
from assistant.index.marked_papers import MarkedPapers
from assistant.index.store.author_names import is_by, plain_words
from assistant.index.store.said import SAID
from assistant.ports import Selection
from assistant.types import Filters, PaperId

Mask = NDArray[np.bool_]  # of the papers, in the order they came
Places = NDArray[np.int32]  # of some of them
_NOWHERE = np.empty(0, np.int32)


class Columns:
    """Of all papers, or of `among` alone, as they are at the first look: each column is read when a filter needs it."""

    def __init__(self, connection: sqlite3.Connection, among: Sequence[PaperId] = ()) -> None:
        where = "WHERE id IN (SELECT value FROM json_each(?))" if among else ""
        self._connection = connection
        self._rows = connection.execute(
            f"SELECT id, date, categories FROM {SAID} {where} ORDER BY place", [json.dumps(among)] if among else []
        ).fetchall()
        self._places = {id: place for place, (id, *_) in enumerate(self._rows)}

    def select(self, filters: Filters) -> Selection:
        """The papers that pass: dates are inclusive, several values of one field are alternatives.

        A paper of which only the year or the month is known passes where any day of it would.
        """
        passing = np.ones(len(self._rows), bool)
        if filters.categories:
            passing &= self._having(self._categories, map(str.casefold, filters.categories))
        if filters.sources:
            passing &= self._having(self._sources, filters.sources)
        if filters.authors:
            passing &= self._mask(self._by(filters.authors))
        if filters.papers:
            passing &= self._named(filters.papers)
        if filters.without:
            passing &= ~self._named(filters.without)
        if not filters.dated:
            return Selection(ids=MarkedPapers(self._places, passing))
        undated = int((passing & (self._dates == b"")).sum())
        return Selection(ids=MarkedPapers(self._places, passing & self._within(filters)), undated=undated)

    def _within(self, filters: Filters) -> Mask:
        since, until = (filters.since or "").encode(), (filters.until or "9999-12-31").encode()
        within: Mask = (self._dates != b"") & (self._last_days >= since) & (self._dates <= until)
        return within

    def _having(self, column: Mapping[str, Places], values: Iterable[str]) -> Mask:
        mask = np.zeros(len(self._rows), bool)
        for value in values:
            mask[column.get(value, _NOWHERE)] = True
        return mask

    def _named(self, papers: Iterable[PaperId]) -> Mask:
        return self._mask(self._places[id] for id in papers if id in self._places)

    def _mask(self, places: Iterable[int]) -> Mask:
        mask = np.zeros(len(self._rows), bool)
        mask[np.fromiter(places, np.int64)] = True
        return mask

    @cached_property
    def _dates(self) -> NDArray[np.bytes_]:
        """Empty where there is none."""
        return np.array([(date or "").encode() for _, date, _ in self._rows], "S10")

    @cached_property
    def _last_days(self) -> NDArray[np.bytes_]:
        return np.array([last_day(date or "").encode() for _, date, _ in self._rows], "S11")

    @cached_property
    def _categories(self) -> Mapping[str, Places]:
        read = cache(lambda told: [category.casefold() for category in json.loads(told)])  # many papers have the same
        return _by_value((category, place) for place, row in enumerate(self._rows) for category in read(row[2]))

    @cached_property
    def _sources(self) -> Mapping[str, Places]:
        rows = self._connection.execute("SELECT source, paper FROM records WHERE paper IS NOT NULL")
        return _by_value((source, self._places[paper]) for source, paper in rows if paper in self._places)

    @cached_property
    def _names(self) -> Sequence[Sequence[str]]:
        """Of each paper its authors."""
        rows = self._connection.execute(f"SELECT id, authors FROM {SAID}")
        authors = {id: json.loads(authors) for id, authors in rows if id in self._places}
        return [authors.get(id, ()) for id in self._places]

    @cached_property
    def _named_so(self) -> Mapping[str, Places]:
        """The papers by each word of a name."""
        names = enumerate(self._names)
        return _by_value((word, place) for place, own in names for name in own for word in plain_words(name))

    def _by(self, asked: Sequence[str]) -> Iterable[int]:
        words = {word for name in asked for word in plain_words(name) if len(word) > 1}  # one of them is in full
        places = {place for word in words for place in self._named_so.get(word, ())}
        return (place for place in places if is_by(self._names[place], asked))


def _by_value(places: Iterable[tuple[str, int]]) -> Mapping[str, Places]:
    found = defaultdict[str, list[int]](list)
    for value, place in places:
        found[value].append(place)
    return {value: np.asarray(own, np.int32) for value, own in found.items()}
