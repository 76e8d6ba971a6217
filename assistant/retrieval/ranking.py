"""Ranking of papers for a plan: both rankings asked, merged, one entry a paper. Knows no judge."""

from assistant.ports import Embedder, PaperIndex
from assistant.retrieval.fusion import fuse
from assistant.types import Hit, PaperId, Plan, RankedPaper

_DEPTH = 1_000  # papers taken from each ranking: a question with more relevant papers than that is not one
_WEIGHT = 0.5  # of the words; docs/evaluation.md has the measurement


def rank(plan: Plan, *, index: PaperIndex, embedder: Embedder) -> tuple[list[RankedPaper], int]:
    """The papers that may answer, best first, and how many were left out for want of a date.

    Several queries of a plan count by the best score that any of them gives a paper.
    """
    selection = index.select(plan.filters)
    words: dict[PaperId, float] = {}
    hits: dict[PaperId, list[Hit]] = {}
    for query, vector in zip(plan.queries, embedder.embed(plan.queries), strict=True):
        for paper, score in index.search_words(query, _DEPTH, within=selection.ids):
            words[paper] = max(score, words.get(paper, 0.0))
        for hit in index.search_vectors(vector, 2 * _DEPTH, within=selection.ids):
            hits.setdefault(hit.chunk.paper.id, []).append(hit)
    return _merged(words, hits, index), selection.undated


def _merged(words: dict[PaperId, float], hits: dict[PaperId, list[Hit]], index: PaperIndex) -> list[RankedPaper]:
    best = {paper: sorted(found, key=lambda hit: -hit.score) for paper, found in hits.items()}
    cosines = {paper: found[0].score for paper, found in best.items()}
    scores = fuse(words, cosines, weight=_WEIGHT)
    papers = index.papers(scores)
    return [
        RankedPaper(papers[id], score, words.get(id, 0.0), cosines.get(id, 0.0), tuple(best.get(id, ())))
        for id, score in scores.items()
        if id in papers  # one that another process has just removed may still stand in a ranking
    ]
