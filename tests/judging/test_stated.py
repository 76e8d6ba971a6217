"""Whether an abstract states what is asked: the features, and what a reader gets."""

from pathlib import Path

import pytest

from assistant import open_assistant
from assistant.answering import Assistant
from assistant.index import Index
from assistant.judging.embedded.answer_sentences import read_sentences
from assistant.judging.embedded.candidates import Candidate
from assistant.judging.embedded.features import read_paper
from assistant.judging.embedded.stated import stated_features
from assistant.models.minilm import MiniLM
from assistant.retrieval.query_terms import read_query

_COUNTED = 10  # its place among the features


@pytest.fixture(scope="module")
def papers(sample_index: Path) -> Assistant:
    return open_assistant(str(sample_index))


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ("how many dilemmas does CLASH contain", "answered"),
        ("How many dilemmas does CLASH contain?", "answered"),
        ("How many GPUs and how many days did the 12B NVFP4 pretraining run take?", "not_stated"),
    ],
)
def test_a_detail_that_the_right_abstract_leaves_out_is_not_stated(papers: Assistant, asked: str, outcome: str) -> None:
    answer = papers.ask(asked)
    assert answer.outcome == outcome
    assert answer.citations[0].quote.paper.title.startswith(("CLASH", "Pretraining Large Language Models with NVFP4"))


def test_a_number_tells_with_the_words_around_it(sample_index: Path) -> None:
    embedder = MiniLM()
    with Index.open(sample_index, embedder=embedder) as index:
        clash = next(paper for paper in index.list_papers() if paper.title.startswith("CLASH"))

        def counted(question: str) -> float:
            query = read_query(question, index=index)
            candidate = Candidate(read_paper(clash, index=index), {}, 0.0, 0.5)
            sentences = read_sentences(question, query, [candidate], embedder=embedder)
            return float(stated_features(query, sentences, number_asked=True)[_COUNTED])

        assert counted("how many dilemmas") == pytest.approx(1.0)
        assert counted("how many annotators") == 0.0


@pytest.mark.parametrize("asked", ["How do PILOT and PyCIL differ?", "PILOT vs PyCIL", "does PyCIL need a GPU?"])
def test_a_paper_that_is_named_and_here_is_never_not_covered(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert answer.outcome != "not_covered"
    assert any("PyCIL" in citation.quote.paper.title for citation in answer.citations)
