"""What is near a vector: thousands of chunks, of which a few are looked at.

Why: docs/decisions/0067-rankings-are-arrays.md
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from assistant.types import PaperId

NearChunk = tuple[PaperId, int, float]  # before its paper is read: its paper, its ordinal, the cosine similarity


@dataclass(frozen=True, eq=False, slots=True)  # arrays are compared place by place
class NearChunks:
    """Nearest first, as columns: of each chunk the place of its paper in `papers`, its ordinal, the cosine similarity.

    `papers`: each once, in the order of their nearest chunks.
    """

    papers: list[PaperId]
    owners: NDArray[np.int64]
    ordinals: NDArray[np.int32]
    cosines: NDArray[np.float64]

    @classmethod
    def listed(cls, chunks: Iterable[NearChunk]) -> "NearChunks":
        """`chunks`: nearest first."""
        found = list(chunks)
        places = {paper: place for place, paper in enumerate(dict.fromkeys(paper for paper, _, _ in found))}
        return cls(
            [*places],
            np.array([places[paper] for paper, _, _ in found], np.int64),
            np.array([ordinal for _, ordinal, _ in found], np.int32),
            np.array([cosine for _, _, cosine in found], np.float64),
        )

    def __len__(self) -> int:
        return len(self.owners)

    def __iter__(self) -> Iterator[NearChunk]:
        papers = map(self.papers.__getitem__, self.owners.tolist())
        return zip(papers, self.ordinals.tolist(), self.cosines.tolist(), strict=True)

    def nearest_of_each(self) -> NDArray[np.float64]:
        """The similarity of each paper's nearest chunk."""
        return self.cosines[np.unique(self.owners, return_index=True)[1]]

    def of(self, papers: Set[PaperId]) -> "NearChunks":
        """The chunks of these papers."""
        stay = np.fromiter(map(papers.__contains__, self.papers), bool, len(self.papers))
        rows = stay[self.owners]
        places = np.cumsum(stay) - 1
        kept = [*compress(self.papers, stay.tolist())]
        return NearChunks(kept, places[self.owners[rows]], self.ordinals[rows], self.cosines[rows])

    def without(self, papers: Set[PaperId]) -> "NearChunks":
        return self.of(frozenset(self.papers) - papers) if papers else self
