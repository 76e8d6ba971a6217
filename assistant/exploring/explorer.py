"""What a reader sees of the papers besides answers. Everything comes from the index as it is at that moment."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from assistant.exploring.catalogue import Catalogue, ordered
from assistant.exploring.map_keeper import Atlas, Failed, Shelf
from assistant.exploring.paper_map import PaperMap, Step
from assistant.ports import Library
from assistant.types import Filters, Paper, PaperId

Sort = Literal["relevance", "newest", "oldest", "title"]
MOST_FOUND = 2_000  # papers a search in the texts gives at most; there are more only for very common words

_DAY = len("2025-03-14")


@dataclass(frozen=True, slots=True)
class Listing:
    """Some papers of all `ids` that were found, in order; `start` counts from 0. `undated`: left out by dates."""

    ids: tuple[PaperId, ...]
    start: int
    papers: tuple[Paper, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What filters can be made of: sources and categories with their papers, first and last date, undated papers."""

    sources: dict[str, int]
    categories: dict[str, int]
    first: str
    last: str
    undated: int


class Explorer:
    """One for all readers; used from many threads."""

    def __init__(self, library: Library, shelf: Shelf) -> None:
        self._library, self._atlas = library, Atlas(library, shelf)
        self._lock = Lock()
        self._catalogue: Catalogue | None = None

    def count(self) -> int:
        return self._library.count()

    def find(
        self,
        typed: str = "",
        *,
        sort: Sort = "relevance",
        filters: Filters | None = None,
        start: int = 0,
        size: int = 50,
    ) -> Listing:
        """The papers that a search being typed finds in titles, authors and texts; without one all that pass.

        By relevance: papers whose title has every word, then those with such an author, then those whose text has
        them all, best first; without a search the newest first.
        """
        catalogue, selection = self._read(), self._library.select(filters or Filters())
        within = selection.ids
        by = {"newest": catalogue.newest, "oldest": catalogue.oldest, "title": catalogue.by_title}
        if typed.strip():
            found = self._found(catalogue, typed, within)
            ids = found if sort == "relevance" else ordered(set(found), by[sort])
        else:
            order = by.get(sort, catalogue.newest)
            ids = order if within is None else ordered(within, order)
        start = min(max(0, start), max(0, len(ids) - 1)) // size * size
        papers = self._library.papers(ids[start : start + size])
        return Listing(tuple(ids), start, tuple(papers.values()), selection.undated)

    def _found(self, catalogue: Catalogue, typed: str, within: Set[PaperId] | None) -> list[PaperId]:
        together, titles, authors = catalogue.begun(typed)
        texts = self._library.search_begun(typed, MOST_FOUND, within=within)
        places = {id: place for place, id in enumerate(texts)}
        best = [sorted(some, key=lambda id: places.get(id, len(places))) for some in (together, titles)]
        return [id for id in dict.fromkeys([*best[0], *best[1], *authors, *texts]) if within is None or id in within]

    def paper(self, id: PaperId) -> Paper | None:
        return self._library.papers([id]).get(id)

    def papers(self, ids: Sequence[PaperId]) -> dict[PaperId, Paper]:
        return self._library.papers(ids)

    def similar(self, id: PaperId, count: int = 6) -> list[Paper]:
        """The papers nearest to this one by the vectors it is stored with; no text is embedded."""
        centre = self._library.centres([id]).get(id)
        if centre is None:
            return []
        hits = self._library.search_vectors(centre, 8 * count)
        near = {hit.chunk.paper.id: hit.chunk.paper for hit in hits if hit.chunk.paper.id != id}
        return list(near.values())[:count]

    def months(self) -> tuple[dict[str, int], int]:
        """Papers in each month from the first to the last, and how many papers have no date."""
        catalogue = self._read()
        return catalogue.months(), catalogue.undated

    def sources(self) -> dict[str, int]:
        """The sources, each with its papers."""
        return self._library.sources()

    def choices(self) -> Choices:
        catalogue = self._read()
        dates = [day for entry in catalogue.entries if (day := entry.date) and len(day) == _DAY]  # not a year alone
        return Choices(
            self._library.sources(),
            catalogue.categories,
            min(dates, default=""),
            max(dates, default=""),
            catalogue.undated,
        )

    def reach(self, filters: Filters) -> tuple[int, int]:
        """How many papers pass the filters, and how many were left out for want of a date."""
        selection = self._library.select(filters)
        return self.count() if selection.ids is None else len(selection.ids), selection.undated

    def map(self) -> PaperMap | Step | Failed:
        """The map, or where its making is, which the first call begins in the background."""
        catalogue = self._read()
        return self._atlas.map(catalogue.state, catalogue.entries)

    def topic(self, number: int) -> tuple[tuple[str, ...], tuple[PaperId, ...]]:
        """The words and the papers of a topic of the map; nothing where there is no such map or topic."""
        made = self._atlas.made(self._read().state)
        if made is None or not 0 <= number < len(made.topics):
            return (), ()
        return made.topics[number], made.of_topic(number)

    def title(self, id: PaperId) -> str:
        entry = self._read().by_id.get(id)
        return entry.title if entry else ""

    def _read(self) -> Catalogue:
        with self._lock:
            state, entries = self._library.state(), self._library.entries()
            known = self._catalogue
            if known is None or known.state != state or known.entries is not entries:
                self._catalogue = known = Catalogue(state, entries)
            return known
