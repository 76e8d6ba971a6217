"""Which papers are near-copies: what came first stands, whatever comes, changes and goes; and old indexes learn it."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.index import Index, IndexWriter
from assistant.index.store.source_updates import drop_source
from assistant.types import Progress, Record, Rejection
from tests.fakes import HashedWords
from tests.index.copies import misplaced
from tests.index.formats import unpack
from tests.index.making import WHALES, write
from tests.index.test_identity import Papers

_LOTS = random.Random(60)
_VOCABULARY = [f"word{n}" for n in range(500)]
RIGHT = " ".join(_LOTS.choices(_VOCABULARY, k=80))
OTHER = " ".join(_LOTS.choices(_VOCABULARY, k=80))


def edited(text: str, n: int) -> str:
    """Two words of it are others."""
    words = text.split()
    words[n % 80], words[(n + 40) % 80] = f"new{n}", f"newer{n}"
    return " ".join(words)


def entry(id: str, text: str) -> Record:
    return Record("as read", 1, f"Title {id}", text, id)


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[Papers]:
    papers = Papers(tmp_path)
    yield papers
    assert [*misplaced(papers.connection)] == []


def copies(papers: Papers) -> dict[str, str]:
    return {id: paper.copy_of for id, paper in papers.all().items() if paper.copy_of}


def test_a_copy_stands_behind_what_came_first_and_both_say_how_many_there_are(papers: Papers) -> None:
    papers.read("ours", entry("right", RIGHT), entry("other", OTHER))
    papers.read("theirs", *(entry(f"copy{n}", edited(RIGHT, n)) for n in range(3)))
    assert copies(papers) == {f"copy{n}": "right" for n in range(3)}
    told = {id: paper.near_copies for id, paper in papers.all().items()}
    assert told == {"right": 3, "other": 0, "copy0": 3, "copy1": 3, "copy2": 3}


def test_where_the_first_goes_the_next_stands_and_the_first_comes_back_behind_it(papers: Papers) -> None:
    papers.read("ours", entry("right", RIGHT), entry("other", OTHER))
    papers.read("theirs", entry("copy1", edited(RIGHT, 1)), entry("copy2", edited(RIGHT, 2)))
    drop_source(papers.connection, "ours", generation=1)
    assert copies(papers) == {"copy2": "copy1"}
    papers.read("ours", entry("right", RIGHT), entry("other", OTHER))
    assert copies(papers) == {"copy2": "copy1", "right": "copy1"}


def test_the_order_within_a_source_counts_and_no_name(papers: Papers) -> None:
    papers.read("ours", entry("z", RIGHT), entry("a", edited(RIGHT, 1)))
    assert copies(papers) == {"a": "z"}


def test_what_becomes_a_copy_later_displaces_nothing_though_its_source_was_first(papers: Papers) -> None:
    papers.read("theirs", entry("early", OTHER))
    papers.read("ours", entry("right", RIGHT))
    papers.read("theirs", entry("early", edited(RIGHT, 1)))
    assert copies(papers) == {"early": "right"}


def test_nor_does_what_becomes_one_word_by_word(papers: Papers) -> None:
    papers.read("theirs", entry("early", OTHER))
    papers.read("ours", entry("right", RIGHT))
    ours, theirs = RIGHT.split(), OTHER.split()
    for changed in range(0, 81, 8):
        papers.read("theirs", entry("early", " ".join([*ours[:changed], *theirs[changed:]])))
    assert copies(papers) == {"early": "right"}


def test_a_correction_keeps_its_place_before_the_copies(papers: Papers) -> None:
    papers.read("ours", entry("right", RIGHT))
    papers.read("theirs", entry("copy", edited(RIGHT, 1)))
    papers.read("ours", entry("right", edited(RIGHT, 5)))
    assert copies(papers) == {"copy": "right"}


def test_another_text_is_no_copy_any_more_and_its_copies_look_for_another(papers: Papers) -> None:
    papers.read("ours", entry("right", RIGHT))
    papers.read("theirs", entry("copy1", edited(RIGHT, 1)), entry("copy2", edited(RIGHT, 2)))
    papers.read("ours", entry("right", OTHER))
    assert copies(papers) == {"copy2": "copy1"}


def test_an_id_that_a_stranger_gives_takes_no_place_away(papers: Papers) -> None:
    papers.read("ours", Record("as read", 1, "On Right", RIGHT))
    papers.read("theirs", entry("copy", edited(RIGHT, 1)))
    papers.read("strangers", Record("as read", 1, "On Right", OTHER, "2401.00001"))
    assert copies(papers) == {"copy": "2401.00001"}


def test_short_texts_are_copies_only_where_they_are_the_same_but_for_a_word(papers: Papers) -> None:
    papers.read("ours", *(replace(entry(str(n), f"We study owls{n}."), title=f"Owls {n}") for n in range(9)))
    assert copies(papers) == {}


_TEXTS = [RIGHT, OTHER, *(edited(text, n) for n in range(5) for text in (RIGHT, OTHER))]
_STEPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.dictionaries(st.integers(0, 7), st.sampled_from(_TEXTS), max_size=6)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30)
@given(steps=_STEPS)
def test_law_after_any_history_each_copy_is_one_and_none_stands_beside_its_original(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, dict[int, str]]]
) -> None:
    papers = Papers(tmp_path_factory.mktemp("papers"))
    for source, texts in steps:
        if texts:
            papers.read(source, *(entry(f"{n}", text) for n, text in texts.items()))
        else:
            drop_source(papers.connection, source, generation=1)
        assert [*misplaced(papers.connection)] == []
    papers.connection.close()


def test_an_index_of_before_is_read_without_and_the_next_write_compares_all(tmp_path: Path) -> None:
    folder = unpack(2, tmp_path)
    with Index.open(folder, embedder=HashedWords()) as index:
        assert (index.near_copies(), {paper.near_copies for paper in index.list_papers()}) == ({}, {0})
    copy = replace(WHALES, title="Counting Whales Again", line=9)
    ticks: list[Progress] = []
    with IndexWriter.open(folder, embedder=HashedWords()) as writer:
        first = replace(copy, abstract=f"{WHALES.abstract} {RIGHT}")
        writer.update("later", [first, Rejection("later", 1, "no")], progress=ticks.append)
    assert ticks[0] == Progress("comparing", 0, 4)
    write(folder, ("last", [replace(copy, title="Whales", abstract=f"{WHALES.abstract} {edited(RIGHT, 1)}")]))
    with closing(sqlite3.connect(folder / "papers.sqlite")) as connection:
        assert [*misplaced(connection)] == []
    with Index.open(folder, embedder=HashedWords()) as index:
        papers = {paper.id: paper for paper in index.list_papers()}
        (copy_,) = (paper for paper in papers.values() if paper.copy_of)
        assert (copy_.title, papers[copy_.copy_of].title) == ("Whales", "Counting Whales Again")
