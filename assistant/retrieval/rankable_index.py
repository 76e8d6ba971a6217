"""What ranking asks of the index: ids and scores of all that is near, papers for what is looked at.

Why: docs/decisions/0044-ranking-reads-no-papers.md
"""

from collections.abc import Iterable, Mapping, Set
from typing import Protocol

from assistant.ports import NearChunk, NearChunks, Selection, Vectors
from assistant.retrieval.query_terms import Vocabulary
from assistant.types import Filters, Hit, Paper, PaperId


class RankableIndex(Vocabulary, Protocol):
    def select(self, filters: Filters) -> Selection: ...
    def ids(self) -> Set[PaperId]:
        """Those of all papers that are in the index now."""
        ...

    def near_copies(self) -> Mapping[PaperId, PaperId]:
        """Of each near-copy of a paper that has many that paper, which came before it and is none itself; in the order
        they came."""
        ...

    def papers(self, ids: Iterable[PaperId]) -> dict[PaperId, Paper]: ...
    def search_words(
        self, query: str, k: int, *, within: Set[PaperId] | None = None
    ) -> list[tuple[PaperId, float]]: ...
    def nearest(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> NearChunks:
        """At most k chunks by cosine similarity, best first. `vector` has shape (dim,)."""
        ...

    def hits(self, found: Iterable[NearChunk]) -> list[Hit]:
        """These chunks with their papers; those that have just gone are left out."""
        ...

    def vectors_of(self, found: Iterable[NearChunk]) -> Vectors:
        """The vectors of these chunks, unit rows of shape (n, dim); n is smaller where one has just gone."""
        ...
