"""A ranking whose papers are read when they are looked at: of thousands that are ranked, a hundred are judged.

Why: docs/decisions/0044-ranking-reads-no-papers.md
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from assistant.ports import NearChunks
from assistant.retrieval.candidates import Candidates
from assistant.retrieval.fusion import Scores
from assistant.retrieval.rankable_index import RankableIndex
from assistant.types import Hit, PaperId, RankedPaper

_AT_ONCE = 200  # papers read together by someone who goes through all


@dataclass(frozen=True, slots=True)
class Rankings:
    """What `RankedPaper` says, of papers that have not been read: scores by the numbers of the candidates. `near`: the
    chunks that were found."""

    candidates: Candidates
    words: Scores
    cosines: Scores
    feedback: Scores
    near: NearChunks


class RankedPapers(Sequence[RankedPaper]):
    """Best first. A paper that another process removed since the ranking was made is left out of what is read."""

    def __init__(self, scores: Sequence[tuple[PaperId, float]], rankings: Rankings, index: RankableIndex) -> None:
        self._scores, self._rankings, self._index = scores, rankings, index

    def __len__(self) -> int:
        return len(self._scores)

    def __iter__(self) -> Iterator[RankedPaper]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]

    @overload
    def __getitem__(self, at: int) -> RankedPaper: ...
    @overload
    def __getitem__(self, at: slice) -> list[RankedPaper]: ...
    def __getitem__(self, at: int | slice) -> RankedPaper | list[RankedPaper]:
        if isinstance(at, slice):
            return self._read(self._scores[at])
        return self._read([self._scores[at]])[0]

    def _read(self, scores: Sequence[tuple[PaperId, float]]) -> list[RankedPaper]:
        by, wanted = self._rankings, {paper for paper, _ in scores}
        number, hits = by.candidates.number, dict[PaperId, list[Hit]]()
        for hit in self._index.hits(by.near.of(wanted)):
            hits.setdefault(hit.chunk.paper.id, []).append(hit)
        papers = {paper: found[0].chunk.paper for paper, found in hits.items()}
        papers |= self._index.papers(wanted - papers.keys())
        return [
            RankedPaper(
                papers[paper],
                score,
                words=float(by.words[number(paper)]),
                cosine=float(by.cosines[number(paper)]),
                feedback=float(by.feedback[number(paper)]),
                hits=tuple(hits.get(paper, ())),
            )
            for paper, score in scores
            if paper in papers
        ]
