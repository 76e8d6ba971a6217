"""Near-copies share a place: the first of them that may be found is ranked, the others are not.

However many there are, they take up one candidate, and one of the few papers that the second look goes by.

Why: docs/decisions/0060-near-copies-share-a-place.md
"""

from collections.abc import Callable, Mapping, Set
from typing import TypeVar

from assistant.ports import NearChunks, Vectors
from assistant.retrieval.rankable_index import RankableIndex
from assistant.types import PaperId

_ENOUGH = 0.9  # of the depth: where more than the rest are copies, they are left out by the search itself
Words = list[tuple[PaperId, float]]
Found = TypeVar("Found", Words, NearChunks)


class Places:
    """The two rankings of the papers in `ids` (None: of all), without those that share the place of another of them."""

    def __init__(self, index: RankableIndex, ids: Set[PaperId] | None) -> None:
        self._index = index
        self._left_out = left_out(index.near_copies(), ids)
        self._within = ids - self._left_out if ids is not None and self._left_out else ids

    def search_words(self, query: str, k: int) -> Words:
        return self._first(lambda within: self._index.search_words(query, k, within=within), self._sifted, k)

    def nearest(self, vector: Vectors, k: int) -> NearChunks:
        def sifted(found: NearChunks) -> NearChunks:
            return found.without(self._left_out)

        return self._first(lambda within: self._index.nearest(vector, k, within=within), sifted, k)

    def _sifted(self, found: Words) -> Words:
        return [each for each in found if each[0] not in self._left_out]

    def _first(self, search: Callable[[Set[PaperId] | None], Found], sift: Callable[[Found], Found], k: int) -> Found:
        """A search within all but a few papers takes twice as long as one of all, so the copies are sifted out of that
        one, unless there are too many."""
        found = search(self._within)
        kept = sift(found)
        if len(found) >= k and len(kept) < _ENOUGH * k:
            return search(self._index.ids() - self._left_out)
        return kept


def left_out(near_copies: Mapping[PaperId, PaperId], ids: Set[PaperId] | None) -> Set[PaperId]:
    """The near-copies that stand behind another paper of `ids`. Where the original is not among these, the first of its
    copies that is stands for it."""
    if ids is None:
        return near_copies.keys()
    standing: dict[PaperId, PaperId] = {}
    behind = set()
    for copy, original in near_copies.items():
        if copy in ids and (original in ids or standing.setdefault(original, copy) != copy):
            behind.add(copy)
    return behind
