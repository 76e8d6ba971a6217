"""A flood of near-copies beside the sample, in a real index: the right papers are shown as before."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import build
from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from benchmarks.floods import near_copies, questions, stuffed, write_entries

_COPIES = 25
_LIST = "Which papers deal with tabular data?"
_FACT = "What class-conditional FID on CIFAR-10 was obtained"


@pytest.fixture(scope="module")
def flooded(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Each copy holds the words of twenty questions, and differs from the others in four places."""
    folder = tmp_path_factory.mktemp("flood")
    index = shutil.copytree(sample_index, folder / "index")
    write_entries(folder / "flood.jsonl", near_copies(stuffed([one.question for one in questions(20)]), _COPIES))
    build.build_index([folder / "flood.jsonl"], Settings(index=index), progress=lambda _: None)
    yield build.open_assistant(Settings(index=index))


def question(beginning: str) -> str:
    return next(one.question for one in questions(20) if one.question.startswith(beginning))


def ids(answer: Answer) -> list[str]:
    return [verdict.paper.id for verdict in answer.verdicts]


def test_a_list_has_its_right_papers_and_one_of_the_flood_which_says_how_many_there_are(
    flooded: Assistant, sample_index: Path
) -> None:
    alone, beside = build.open_assistant(Settings(index=sample_index)).ask(_LIST), flooded.ask(_LIST)
    came = [id for id in ids(beside) if id.startswith("flood")]
    assert (came, set(ids(alone)) - set(ids(beside))) == (["flood-1"], set())
    told = f"“Notes on this, part 1” stands for {_COPIES - 1} more papers that say nearly the same."
    assert (told in beside.notes, [v.paper.near_copies for v in beside.verdicts if v.paper.id == "flood-1"]) == (
        True,
        [_COPIES - 1],
    )


def test_a_fact_is_answered_by_its_paper_and_not_by_a_heap_of_words(flooded: Assistant, sample_index: Path) -> None:
    alone = build.open_assistant(Settings(index=sample_index)).ask(question(_FACT))
    beside = flooded.ask(question(_FACT))
    assert {c.quote.paper.id for c in alone.citations} <= {c.quote.paper.id for c in beside.citations}
    assert not any(citation.quote.paper.id.startswith("flood") for citation in beside.citations)


def test_each_of_the_flood_can_be_opened_by_name(flooded: Assistant) -> None:
    assert ids(flooded.ask("Show me the paper “Notes on this, part 7”")) == ["flood-7"]
