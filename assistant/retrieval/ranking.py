"""Ranking of papers for a plan: both rankings asked, merged, and asked again with what the first papers say.

Why: docs/decisions/0005-the-paper-is-ranked.md
     docs/decisions/0007-several-queries.md
     docs/decisions/0008-ranking-looks-twice.md
     docs/decisions/0044-ranking-reads-no-papers.md
     docs/decisions/0060-near-copies-share-a-place.md
     docs/decisions/0067-rankings-are-arrays.md
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.ports import Embedder, NearChunk, NearChunks, Vectors
from assistant.retrieval.candidates import Candidates
from assistant.retrieval.fusion import Ranking, fuse, highest, of_highest, stretched
from assistant.retrieval.query_terms import read_query
from assistant.retrieval.rankable_index import RankableIndex
from assistant.retrieval.ranked_papers import RankedPapers, Rankings
from assistant.retrieval.shared_places import Places
from assistant.types import PaperId, Plan

_DEPTH = 1_000  # papers taken from each ranking: a question with more relevant papers than that is not one
_WORDS = 0.5  # weight of the words against the vectors; docs/evaluation.md has the measurements
_SAID = 0.7  # of a fact's words, where one paper says all of them
_FEEDBACK = 0.3  # weight of the second look
_NEAR = 0.5  # cosine of the nearest chunk from which the vectors have their full weight
_FIRST = 3  # papers whose vectors make the second look


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rankings hold; `near`: the chunks."""

    words: Ranking
    near: NearChunks
    cosines: Ranking

    @property
    def sure(self) -> float:
        """How far the order of the vectors can be trusted, 0 to 1."""
        return min(1.0, self.cosines.highest / _NEAR)


def rank(plan: Plan, *, index: RankableIndex, embedder: Embedder) -> tuple[RankedPapers, int]:
    """The papers that may answer, best first, and how many were left out for want of a date.

    The second look is pseudo-relevance feedback in the space of the vectors (Rocchio, 1971): of the papers that the
    first look found, those near the first few move up. Where even the nearest chunk is far, as it is from "which of
    these are surveys", the order of the vectors is mostly chance: they then count for less. So do a fact's words where
    no paper says most of them, as of a question in everyday words; a list's topic is put in the field's own. Each query
    of a plan gives its own first look, and a paper counts by its best: BM25 grows with a query's length, and two words
    would lose against a sentence.
    """
    selection = index.select(plan.filters)
    searched, candidates = Places(index, selection.ids), Candidates()
    vectors = embedder.embed_questions(plan.queries)
    looks = [_find(*asked, searched, candidates) for asked in zip(plan.queries, vectors, strict=True)]
    found = _joined(looks, candidates)
    weights = [_weight_of_words(plan, *each, candidates, index) for each in zip(plan.queries, looks, strict=True)]
    firsts = [_first_look(*each) for each in zip(looks, weights, strict=True)]
    first = firsts[0] if len(firsts) == 1 else highest(firsts)
    feedback = _look_again(candidates.ids(first.papers), found, candidates, index)
    scores = fuse((1 - _FEEDBACK, first), (_FEEDBACK * found.sure, stretched(feedback)))
    words, cosines, looked = (each.by_number(len(candidates)) for each in (found.words, found.cosines, feedback))
    rankings = Rankings(candidates, words, cosines, looked, found.near)
    return RankedPapers(_present(scores, candidates, index), rankings, index), selection.undated


def _find(query: str, vector: Vectors, searched: Places, candidates: Candidates) -> _Found:
    near = searched.nearest(vector, 2 * _DEPTH)
    words = searched.search_words(query, _DEPTH)
    return _Found(candidates.by_words(words), near, candidates.by_nearness(near))


def _weight_of_words(plan: Plan, query: str, look: _Found, candidates: Candidates, index: RankableIndex) -> float:
    """Of a fact, as far as the first paper by words says them."""
    if plan.kind not in ("fact", "compare"):
        return _WORDS
    papers = index.papers(candidates.ids(look.words.papers[:1])).values()
    said = [term for paper in papers for term in index.terms(f"{paper.title} {paper.abstract}")]
    return _SAID * read_query(query, index=index).share(said)


def _joined(looks: Sequence[_Found], candidates: Candidates) -> _Found:
    if len(looks) == 1:
        return looks[0]
    chunks = (chunk for look in looks for chunk in look.near)
    near = NearChunks.listed(sorted(chunks, key=lambda chunk: -chunk[2]))
    return _Found(highest([look.words for look in looks]), near, candidates.by_nearness(near))


def _first_look(look: _Found, words: float) -> Ranking:
    return fuse((words, of_highest(look.words)), ((1 - words) * look.sure, stretched(look.cosines)))


def _look_again(first: Sequence[PaperId], found: _Found, candidates: Candidates, index: RankableIndex) -> Ranking:
    """The nearness of these papers, best first, to the first few of them."""
    vectors = index.vectors_of(_nearest_of(first[:_FIRST], found.near))
    if not len(vectors):
        return Ranking()
    centre = vectors.mean(axis=0)
    near = index.nearest(centre / np.linalg.norm(centre), 2 * _DEPTH, within=frozenset(first))
    return candidates.by_nearness(near)


def _nearest_of(papers: Sequence[PaperId], near: NearChunks) -> list[NearChunk]:
    """Of each of these papers that the vectors found the nearest chunk."""
    nearest = {chunk[0]: chunk for chunk in reversed([*near.of(frozenset(papers))])}
    return [nearest[paper] for paper in papers if paper in nearest]


def _present(scores: Ranking, candidates: Candidates, index: RankableIndex) -> list[tuple[PaperId, float]]:
    """Without papers that another process has just removed, which may still stand in a ranking."""
    present, papers = index.ids(), candidates.ids(scores.papers)
    return [item for item in zip(papers, scores.scores.tolist(), strict=True) if item[0] in present]
