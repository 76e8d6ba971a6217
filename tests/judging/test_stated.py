"""Whether an abstract states what is asked: what a reader gets."""

from pathlib import Path

import pytest

from assistant import open_assistant
from assistant.answering import Assistant


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


@pytest.mark.parametrize("asked", ["How do PILOT and PyCIL differ?", "PILOT vs PyCIL", "does PyCIL need a GPU?"])
def test_a_paper_that_is_named_and_here_is_never_not_covered(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert answer.outcome != "not_covered"
    assert any("PyCIL" in citation.quote.paper.title for citation in answer.citations)
