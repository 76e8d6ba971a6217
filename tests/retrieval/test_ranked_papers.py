"""What ranking leaves unread, and that reading it later gives what reading all of it at once gave."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from assistant.index import Index, IndexWriter
from assistant.models.minilm import MiniLM
from assistant.ports import NearChunk
from assistant.retrieval import rank
from assistant.types import Filters, Hit, Paper, PaperId, Plan
from tests.fakes import HashedWords
from tests.index.making import many

_QUESTIONS = [
    ("which papers address long-tailed classification",),
    ("reinforcement learning for language models", "video generation"),
    ("zzyzx",),
]


class Counted(Index):
    """Counts the papers it reads."""

    read = 0

    def papers(self, ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
        found = super().papers(ids)
        self.read += len(found)
        return found

    def hits(self, found: Iterable[NearChunk]) -> list[Hit]:
        hits = super().hits(found)
        self.read += len({hit.chunk.paper.id for hit in hits})
        return hits


@pytest.fixture(scope="module")
def opened(sample_index: Path) -> Iterator[Index]:
    with Index.open(sample_index, embedder=MiniLM()) as index:
        yield index


@pytest.mark.parametrize("queries", _QUESTIONS)
@pytest.mark.parametrize("filters", [Filters(), Filters(without=("none",))])
def test_every_way_of_reading_a_ranking_gives_the_same_papers(
    opened: Index, queries: tuple[str, ...], filters: Filters
) -> None:
    ranked, _ = rank(Plan("q", "list", queries, filters), index=opened, embedder=MiniLM())
    whole = list(ranked)
    assert len(whole) == len(ranked) > 100
    assert ranked[:] == whole
    assert [ranked[place] for place in range(5)] == whole[:5]
    assert (ranked[-1], ranked[90:110]) == (whole[-1], whole[90:110])
    assert [one.score for one in whole] == sorted((one.score for one in whole), reverse=True)
    for one in whole:
        assert one.paper == opened.papers([one.paper.id])[one.paper.id]
        assert one.cosine == max((hit.score for hit in one.hits), default=0.0)
        assert all(hit.chunk.paper == one.paper for hit in one.hits)


def test_the_hits_of_a_ranking_are_those_of_a_search_by_its_vector(opened: Index) -> None:
    query = _QUESTIONS[0]
    ranked, _ = rank(Plan("q", "list", query), index=opened, embedder=MiniLM())
    hits = opened.search_vectors(MiniLM().embed_questions(query)[0], 2_000)
    assert sorted((hit for one in ranked for hit in one.hits), key=lambda hit: -hit.score) == hits


def test_ranking_reads_no_papers_and_a_judge_those_it_looks_at(sample_index: Path) -> None:
    with Counted.open(sample_index, embedder=MiniLM()) as index:
        assert isinstance(index, Counted)
        ranked, _ = rank(Plan("q", "list", _QUESTIONS[0]), index=index, embedder=MiniLM())
        assert index.read == 0
        assert len(ranked[:100]) == index.read == 100


def test_a_paper_removed_since_the_ranking_was_made_is_left_out(tmp_path: Path) -> None:
    embedder = HashedWords()
    with IndexWriter.open(tmp_path, embedder=embedder) as writer:
        writer.update("a", many(3, "a"), progress=lambda _: None)
        writer.update("b", many(1, "b"), progress=lambda _: None)
        writer.update("c", many(5, "c")[4:], progress=lambda _: None)
    with Index.open(tmp_path, embedder=embedder) as index:
        ranked, _ = rank(Plan("q", "list", ("study with care",)), index=index, embedder=embedder)
        assert len(list(ranked)) == 4
        with IndexWriter.open(tmp_path, embedder=embedder) as writer:
            writer.remove("c", progress=lambda _: None)
        assert len(list(ranked)) == len(ranked[:9]) == 3
        again, _ = rank(Plan("q", "list", ("study with care",)), index=index, embedder=embedder)
        assert len(again) == 3
