"""Vectors that are brought up to the papers are, bit for bit, what gathering all of them anew gives."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.index import Index, IndexWriter, derived_stores
from assistant.index.vectors.bringing_up import brought_up
from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.reading import RowId
from assistant.index.vectors.stacked import empty, stacked
from assistant.ports import Vectors
from assistant.types import Filters, Progress, Record
from tests.fakes import HashedWords
from tests.index.making import quiet

_DIM = 16
_QUESTION = np.random.default_rng(0).standard_normal(_DIM).astype(np.float32)
_NEAR = HashedWords().embed(["word7 and word11 with care"])[0]
State = Mapping[str, str]  # of each paper the digest of its text


def _rows(papers: State) -> tuple[list[RowId], Vectors]:
    """One to three of each, but for those that wait for their vectors."""
    rows = [RowId(p, d, n) for p, d in papers.items() if int(d) % 5 for n in range(int(d) % 3 + 1)]
    vectors = [np.random.default_rng([int(p), int(d), n]).standard_normal(_DIM) for p, d, n in rows]
    return rows, np.asarray(vectors, np.float32).reshape(-1, _DIM)


def _anew(papers: State) -> ComparedVectors:
    rows, vectors = _rows(papers)
    base = empty(*vectors.shape)
    base[: len(vectors)] = vectors
    there = {row.paper: row.digest for row in rows}
    places = {paper: place for place, paper in enumerate(there)}
    owners = np.asarray([places[row.paper] for row in rows], np.int32)
    ordinals = np.asarray([row.ordinal for row in rows], np.int32)
    return ComparedVectors([*there], [*there.values()], owners, ordinals, stacked(base, len(rows)))


def _told(vectors: ComparedVectors) -> list[object]:
    every = np.arange(len(vectors.owners))
    arrays = [vectors.owners, vectors.ordinals, vectors.vectors.take(every), vectors.vectors @ _QUESTION]
    return [vectors.papers, vectors.digests, *(array.tobytes() for array in arrays)]


def _changed(papers: State, random: Random) -> State:
    """Some gone, some with another text, some new, some that were gone come back as they were, at the end."""
    share = random.choice([0.0, 0.01, 0.3])
    kept = {p: d for p, d in papers.items() if random.random() >= share}
    corrected = {p: str(random.randrange(99)) for p in kept if random.random() < share}
    new = {p: papers.get(p, str(random.randrange(99))) for p in map(str, random.sample(range(400), 40))}
    return kept | corrected | {p: d for p, d in new.items() if p not in kept and random.random() < 0.5}


@settings(max_examples=60, deadline=None)
@given(random=st.randoms(use_true_random=False), steps=st.integers(1, 8))
def test_after_any_history_the_rows_are_those_of_gathering_anew(random: Random, steps: int) -> None:
    papers: State = {}
    vectors = _anew(papers)
    for _ in range(steps):
        papers = _changed(papers, random)
        vectors = brought_up(vectors, papers, _rows)
        assert _told(vectors) == _told(_anew(papers))
        if vectors.vectors.is_scattered and random.random() < 0.5:
            again = stacked(vectors.vectors.laid_anew().base, len(vectors.owners))
            vectors = ComparedVectors(vectors.papers, vectors.digests, vectors.owners, vectors.ordinals, again)


def _records(random: Random) -> list[Record]:
    numbers = random.sample(range(60), random.randrange(1, 60))
    return [Record("a", n, f"Paper word{n}", f"We study word{n + random.randrange(2)} with care.") for n in numbers]


def _found(index: Index) -> Sequence[object]:
    index.select(Filters())
    some = {paper for paper in index.searchable() if paper[-1] in "02468aceg"}
    found = (index.nearest(_NEAR, 200), index.nearest(_NEAR, 20), index.nearest(_NEAR, 200, within=some))
    return [list(near) for near in found]


def _found_anew(folder: Path) -> Sequence[object]:
    made, aside = folder / "made", folder.parent / "aside"
    if made.exists():
        made.rename(aside)
    with Index.open(folder, embedder=HashedWords()) as index:
        found = _found(index)
    shutil.rmtree(made, ignore_errors=True)
    if aside.exists():
        aside.rename(made)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_finds_what_one_that_gathers_anew_finds_whatever_is_written_meanwhile(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived_stores, "_BATCH", 15)
    folder, random, looked_at = tmp_path / "index", Random(seed), set[str]()

    def look(_: Progress) -> None:
        if (state := reader.state()) not in looked_at:  # else the reader stays with what it has
            looked_at.add(state)
            assert _found(reader) == _found_anew(folder)

    with IndexWriter.open(folder, embedder=HashedWords()) as writer:
        writer.update("a", _records(random), progress=quiet)
    with Index.open(folder, embedder=HashedWords()) as reader:
        for _ in range(4):
            with IndexWriter.open(folder, embedder=HashedWords()) as writer:
                writer.update("a", _records(random), progress=look)
            assert _found(reader) == _found_anew(folder)
            with Index.open(folder, embedder=HashedWords()) as later:  # from the file as it was left
                assert _found(later) == _found(reader)
    assert len(looked_at) > 4
