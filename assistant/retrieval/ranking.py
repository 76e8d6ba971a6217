"""Ranking of papers for a plan: both rankings asked, merged, and asked again with what the first papers say.

Why: docs/decisions/0005-the-paper-is-ranked.md
     docs/decisions/0007-several-queries.md
     docs/decisions/0008-ranking-looks-twice.md
     docs/decisions/0044-ranking-reads-no-papers.md
     docs/decisions/0060-near-copies-share-a-place.md
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from assistant.ports import Embedder, Vectors
from assistant.retrieval.fusion import Scores, fuse, highest, of_highest, stretched
from assistant.retrieval.query_terms import read_query
from assistant.retrieval.rankable_index import Near, RankableIndex
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
    """What the rankings hold, by paper; `near`: the chunks, best first."""

    words: Mapping[PaperId, float]
    near: Sequence[Near]
    cosines: Mapping[PaperId, float]

    @property
    def sure(self) -> float:
        """How far the order of the vectors can be trusted, 0 to 1."""
        return min(1.0, max(self.cosines.values(), default=0.0) / _NEAR)


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
    searched = Places(index, selection.ids)
    vectors = embedder.embed_questions(plan.queries)
    looks = [_find(*asked, searched) for asked in zip(plan.queries, vectors, strict=True)]
    found = _joined(looks)
    weights = [_weight_of_words(plan, *each, index) for each in zip(plan.queries, looks, strict=True)]
    firsts = [_first_look(*each) for each in zip(looks, weights, strict=True)]
    first = firsts[0] if len(firsts) == 1 else highest(firsts)
    feedback = _look_again(_nearest_of(list(first)[:_FIRST], found), first.keys(), index)
    scores = fuse((1 - _FEEDBACK, first), (_FEEDBACK * found.sure, stretched(feedback)))
    present = index.present(scores)  # one that another process has just removed may still stand in a ranking
    there = [item for item in scores.items() if item[0] in present]
    return RankedPapers(there, Rankings(found.words, found.cosines, feedback, found.near), index), selection.undated


def _find(query: str, vector: Vectors, searched: Places) -> _Found:
    near = searched.nearest(vector, 2 * _DEPTH)
    return _Found(dict(searched.search_words(query, _DEPTH)), near, _best(near))


def _best(near: Sequence[Near]) -> dict[PaperId, float]:
    """Of each paper the similarity of its nearest chunk."""
    papers, cosines = [paper for paper, *_ in near], [cosine for *_, cosine in near]
    best = dict.fromkeys(papers, 0.0)
    best.update(zip(reversed(papers), reversed(cosines), strict=True))  # the nearest comes last, and stays
    return best


def _nearest_of(papers: Sequence[PaperId], found: _Found) -> list[Near]:
    """Of each of these papers that the vectors found the nearest chunk."""
    return [next(near for near in found.near if near[0] == paper) for paper in papers if paper in found.cosines]


def _weight_of_words(plan: Plan, query: str, look: _Found, index: RankableIndex) -> float:
    """Of a fact, as far as the first paper by words says them."""
    if plan.kind not in ("fact", "compare"):
        return _WORDS
    papers = index.papers([*look.words][:1]).values()
    said = [term for paper in papers for term in index.terms(f"{paper.title} {paper.abstract}")]
    return _SAID * read_query(query, index=index).share(said)


def _joined(looks: Sequence[_Found]) -> _Found:
    if len(looks) == 1:
        return looks[0]
    near = sorted((near for look in looks for near in look.near), key=lambda near: -near[2])
    return _Found(highest([look.words for look in looks]), near, _best(near))


def _first_look(look: _Found, words: float) -> Scores:
    return fuse((words, of_highest(look.words)), ((1 - words) * look.sure, stretched(look.cosines)))


def _look_again(first: list[Near], among: Set[PaperId], index: RankableIndex) -> dict[PaperId, float]:
    vectors = index.vectors_of(first)
    if not len(vectors):
        return {}
    centre = vectors.mean(axis=0)
    return _best(index.nearest(centre / np.linalg.norm(centre), 2 * _DEPTH, within=among))
