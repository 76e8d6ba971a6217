"""A ranking whose papers are read when they are looked at: of thousands that are ranked, a hundred are judged.

Why: docs/decisions/0044-ranking-reads-no-papers.md
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, overload

from assistant.retrieval.rankable_index import Near, RankableIndex
from assistant.types import PaperId, RankedPaper

_AT_ONCE = 200  # papers read together by someone who goes through all


class Place(NamedTuple):
    """What `RankedPaper` says, of a paper that has not been read."""

    paper: PaperId
    score: float
    words: float
    cosine: float
    feedback: float
    near: tuple[Near, ...]


class RankedPapers(Sequence[RankedPaper]):
    """Best first. A paper that another process removed since the ranking was made is left out of what is read."""

    def __init__(self, places: Sequence[Place], index: RankableIndex) -> None:
        self._places, self._index = places, index

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[RankedPaper]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]

    @overload
    def __getitem__(self, at: int) -> RankedPaper: ...
    @overload
    def __getitem__(self, at: slice) -> list[RankedPaper]: ...
    def __getitem__(self, at: int | slice) -> RankedPaper | list[RankedPaper]:
        if isinstance(at, slice):
            return self._read(self._places[at])
        return self._read([self._places[at]])[0]

    def _read(self, places: Sequence[Place]) -> list[RankedPaper]:
        found = self._index.hits([near for place in places for near in place.near])
        hits = {id: tuple(own) for id, own in groupby(found, key=lambda hit: hit.chunk.paper.id)}
        papers = self._index.papers(place.paper for place in places)
        return [
            RankedPaper(
                papers[place.paper],
                place.score,
                words=place.words,
                cosine=place.cosine,
                feedback=place.feedback,
                hits=hits.get(place.paper, ()),
            )
            for place in places
            if place.paper in papers
        ]
