"""What the embedded model expects of the candidates, over the sample."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.index import Index
from assistant.judging.embedded.prior_relevance import Expectation, expect
from assistant.judging.embedded.relevance_models import load_models
from assistant.models.minilm import MiniLM
from assistant.retrieval import rank
from assistant.types import Kind, Plan

_BALANCE, _NOISE = "long-tailed classification", "learning with noisy labels"


@pytest.fixture(scope="module")
def index(sample_index: Path) -> Iterator[Index]:
    with Index.open(sample_index, embedder=MiniLM()) as opened:
        yield opened


def expected(index: Index, *queries: str, kind: Kind = "list") -> Expectation:
    plan = Plan(queries[0], kind, queries)
    ranked, _ = rank(replace(plan, queries=(_BALANCE, _NOISE)), index=index, embedder=MiniLM())
    return expect(plan, ranked, models=load_models(), index=index)


def test_the_candidates_come_by_their_chance_the_head_of_the_ranking_alone(index: Index) -> None:
    told = expected(index, _BALANCE)
    assert list(told.probabilities) == sorted(told.probabilities, reverse=True)
    assert (len(told.papers), len(set(told.papers)), told.corpus) == (200, 200, 278)
    assert "Long-tailed" in told.papers[0].title
    assert told.probabilities[0] > 0.5 > 0.02 > told.probabilities[100]


def test_of_several_queries_the_best_counts_for_each_paper(index: Index) -> None:
    one, other, both = (expected(index, *queries) for queries in ((_BALANCE,), (_NOISE,), (_BALANCE, _NOISE)))
    chances = [dict(zip((p.id for p in e.papers), e.probabilities, strict=True)) for e in (one, other, both)]
    assert chances[2] == {id: max(chances[0][id], chances[1][id]) for id in chances[0]}


def test_hardly_probable_papers_are_shortened_to_sentences_of_theirs(index: Index) -> None:
    told = expected(index, _BALANCE)
    chances = dict(zip((p.id for p in told.papers), told.probabilities, strict=True))
    papers = {p.id: p for p in told.papers}
    assert len(told.excerpts) > 50
    assert not told.excerpts.keys() & {p.id for p in told.papers[:10]}
    for id, excerpt in told.excerpts.items():
        pieces = [piece.strip() for piece in excerpt.split("…") if piece.strip()]
        assert chances[id] < 0.3
        assert len(excerpt) < len(papers[id].abstract)
        assert all(piece in papers[id].abstract for piece in pieces)


def test_an_excerpt_keeps_the_sentences_that_say_the_questions_words(index: Index) -> None:
    told = expected(index, _BALANCE)
    saying = [p for p in told.papers if p.id in told.excerpts and "long-tailed" in p.abstract]
    assert saying
    assert all("long-tailed" in told.excerpts[p.id] for p in saying)


def test_nothing_is_expected_of_an_empty_ranking(index: Index) -> None:
    assert expect(Plan("q", "list", ("q",)), [], models=load_models(), index=index) == Expectation((), (), 278)
