"""The map: made in the background, once a state, kept beside the index; its topics in the papers' words."""

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.exploring.catalogue import folded
from assistant.exploring.explorer import Explorer
from assistant.exploring.map_keeper import Atlas, Failed
from assistant.exploring.paper_map import Dot, PaperMap, Step, chart, read_map, write_map
from assistant.exploring.projection import group, place
from assistant.exploring.topics import name_topics
from assistant.index import Index
from assistant.index.derived_files import FileShelf
from assistant.types import Paper, Record
from tests.exploring.conftest import Explore
from tests.fakes import HashedWords
from tests.index.making import many, write

_BIRDS = [Record("s", n, f"Owl song {n}", f"The owl sings at dusk, bird {n}.") for n in range(40)]
_FISH = [Record("s", n, f"Cod shoal {n}", f"A cod swims in a shoal, fish {n}.") for n in range(40, 80)]


def made(explorer: Explorer) -> PaperMap:
    """The map, once it is there."""
    while isinstance(found := explorer.map(), Step):
        time.sleep(0.02)
    assert isinstance(found, PaperMap)
    return found


def test_the_map_has_every_paper_and_topics_in_the_papers_own_words(explore: Explore) -> None:
    explorer = explore([*_BIRDS, *_FISH])
    assert isinstance(explorer.map(), Step)
    found = made(explorer)
    assert (found.papers, len(found.dots), len(found.topics)) == (80, 80, 3)
    assert all(0 <= at <= 1 for dot in found.dots for at in (dot.x, dot.y))
    assert all(set(" ".join(words).split()) & {"owl", "song", "cod", "shoal"} for words in found.topics)
    for number, words in enumerate(found.topics):
        assert explorer.topic(number) == (words, found.of_topic(number))
    assert explorer.topic(99) == ((), ())


def test_the_map_is_kept_beside_the_index_and_made_anew_when_papers_change(explore: Explore, folder: Path) -> None:
    first = made(explore(_BIRDS))
    again = explore([])
    assert again.map() == first
    write(folder, ("more", many(3)))
    assert isinstance(again.map(), Step)
    assert len(made(again).dots) == 43


def test_a_map_that_was_damaged_on_disk_is_made_anew(explore: Explore, folder: Path) -> None:
    first = made(explore(_BIRDS[:6]))
    (folder / "made" / "map.json").write_bytes(b'{"state": 1}')
    assert made(explore([])) == first


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("a file stands where the folder would be")
    shelf = FileShelf(tmp_path)
    shelf.write("map.json", b"x")
    assert shelf.read("map.json") is None


@pytest.mark.parametrize("count", range(5))
def test_a_map_of_hardly_any_papers_is_made_too(explore: Explore, count: int) -> None:
    assert len(made(explore([*many(1, "first"), *many(count, "other")])).dots) == max(1, count)


def test_a_map_that_fails_is_told_and_not_tried_again(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(folder, ("s", _BIRDS[:6]))
    with Index.open(folder, embedder=HashedWords()) as index:
        entries = index.entries()
    atlas = Atlas(index, FileShelf(folder))  # an index that is closed
    while isinstance(found := atlas.map("state", entries), Step):
        time.sleep(0.02)
    assert isinstance(found, Failed)
    assert isinstance(atlas.map("state", entries), Failed)
    assert "the map could not be made" in caplog.text


def test_a_larger_corpus_is_shown_by_every_nth_paper(folder: Path) -> None:
    write(folder, ("s", _BIRDS))
    steps: list[Step] = []
    with Index.open(folder, embedder=HashedWords()) as index:
        found = chart(index, "state", index.entries(), told=steps.append, most=20)
        assert {dot.paper for dot in found.dots} == {entry.id for entry in index.entries()[::2]}
    assert (found.papers, steps[0]) == (40, Step("Reading the vectors", 0, 20))
    assert [step.words for step in steps] == ["Reading the vectors", "Placing the papers", "Naming the topics"]


@given(
    st.builds(
        PaperMap,
        st.text(),
        st.integers(0),
        st.lists(st.builds(Dot, st.text(), st.floats(0, 1), st.floats(0, 1), st.integers(0, 9))).map(tuple),
        st.lists(st.lists(st.text()).map(tuple)).map(tuple),
    )
)
def test_a_map_is_read_as_it_was_written(written: PaperMap) -> None:
    assert read_map(write_map(written)) == written


@given(st.binary())
def test_what_is_no_map_is_none(text: bytes) -> None:
    assert read_map(text) is None


def test_like_vectors_lie_near_each_other_and_the_same_ones_always_in_the_same_places() -> None:
    random = np.random.default_rng(0)
    centres = np.repeat(np.eye(2, 16, dtype=np.float32), 30, axis=0)
    vectors = centres + random.normal(scale=0.05, size=centres.shape).astype(np.float32)
    places = place(vectors)
    assert (places == place(vectors)).all()
    within = np.linalg.norm(places[:30] - places[:30].mean(axis=0), axis=1).max()
    assert np.linalg.norm(places[:30].mean(axis=0) - places[30:].mean(axis=0)) > within
    assert group(vectors).tolist() in ([0] * 30 + [1] * 30, [1] * 30 + [0] * 30)


def test_a_topic_is_named_by_what_its_papers_say_and_others_do_not() -> None:
    papers = [Paper(str(n), f"Tracking Snow Leopards {n}", "We track leopards in snow with cameras.") for n in range(4)]
    papers += [Paper(str(n), f"GPU caches {n}", "A cache for GPUs that we track with care.") for n in range(4, 8)]
    named = name_topics(papers, [0] * 4 + [1] * 4, stem=lambda word: word.lower().rstrip("s").removesuffix("ing"))
    assert named == {0: ("snow leopards", "cameras"), 1: ("GPU caches", "care")}


def test_names_are_compared_without_case_and_accents() -> None:
    assert [folded(name) for name in ("Núñez", "ŁUKASZ", "Straße")] == ["nunez", "łukasz", "strasse"]
