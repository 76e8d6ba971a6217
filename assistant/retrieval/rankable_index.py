"""What ranking asks of the index: ids and scores of all that is near, papers for what is looked at.

Why: docs/decisions/0044-ranking-reads-no-papers.md
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Protocol

from assistant.ports import Selection, Vectors
from assistant.retrieval.query_terms import Vocabulary
from assistant.types import Filters, Hit, Paper, PaperId

Near = tuple[PaperId, int, float]  # a chunk before its paper is read: its paper, its ordinal, the cosine similarity


class RankableIndex(Vocabulary, Protocol):
    def select(self, filters: Filters) -> Selection: ...
    def present(self, ids: Iterable[PaperId]) -> set[PaperId]:
        """Those that are in the index now; reads no paper."""
        ...

    def near_copies(self) -> Mapping[PaperId, PaperId]:
        """Of each near-copy of a paper that has many that paper, which came before it and is none itself; in the order
        they came."""
        ...

    def all_but(self, ids: Set[PaperId]) -> Set[PaperId]:
        """The other papers of the index."""
        ...

    def papers(self, ids: Iterable[PaperId]) -> dict[PaperId, Paper]: ...
    def search_words(
        self, query: str, k: int, *, within: Set[PaperId] | None = None
    ) -> list[tuple[PaperId, float]]: ...
    def nearest(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> list[Near]:
        """At most k chunks by cosine similarity, best first. `vector` has shape (dim,)."""
        ...

    def hits(self, found: Sequence[Near]) -> list[Hit]:
        """These chunks with their papers; those that have just gone are left out."""
        ...

    def vectors_of(self, found: Sequence[Near]) -> Vectors:
        """The vectors of these chunks, unit rows of shape (n, dim); n is smaller where one has just gone."""
        ...
