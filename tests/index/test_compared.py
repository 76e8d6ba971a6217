"""The vectors compared in memory: what is found is what comparing each gives, and the file they are mapped from."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index import Index
from assistant.index.layout import Layout
from assistant.index.store.tables import writing
from assistant.index.vectors import gathering, reading
from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.reading import RowId
from assistant.index.vectors.stacked import empty, stacked
from tests.fakes import HashedWords
from tests.index.making import CRANES, OWLS, many, write

_QUESTION = HashedWords().embed(["owls hunt mice"])[0]
_OF_A_PAPER = [2, 1, 3]  # rows


def vectors() -> ComparedVectors:
    rows = HashedWords().embed(["owls hunt", "mice hide", "whales", "owls", "mice hunt owls", "cranes"])
    base = empty(*rows.shape)
    base[: len(rows)] = rows
    owners = np.repeat(np.arange(3, dtype=np.int32), _OF_A_PAPER)
    return ComparedVectors(
        ["a", "b", "c"], ["x", "y", "z"], owners, np.asarray([0, 1, 0, 0, 1, 2], np.int32), stacked(base, 6)
    )


@given(within=st.none() | st.sets(st.sampled_from("abcd")), k=st.integers(0, 8))
def test_a_search_finds_the_nearest_of_all_rows_that_pass(within: set[str] | None, k: int) -> None:
    own = vectors()
    cosines = (own.vectors @ _QUESTION).tolist()
    rows = zip([own.papers[owner] for owner in own.owners], own.ordinals.tolist(), cosines, strict=True)
    expected = sorted((row for row in rows if within is None or row[0] in within), key=lambda row: -row[2])[:k]
    found = list(own.search(_QUESTION, k, within))
    assert [cosine for *_, cosine in found] == pytest.approx([cosine for *_, cosine in expected])
    assert {row[:2] for row in found if row[2] > cosines[0]} == {row[:2] for row in expected if row[2] > cosines[0]}


def test_rows_are_fetched_in_their_order_and_those_of_another_text_are_not() -> None:
    own = vectors()
    rows = [RowId("c", "z", 1), RowId("c", "old", 1), RowId("a", "x", 0), RowId("a", "x", 7), RowId("none", "x", 0)]
    assert own.fetch(rows, dim=64).tolist() == own.vectors.take(np.asarray([4, 0])).tolist()
    assert own.fetch([], dim=64).shape == (0, 64)


def test_the_next_process_maps_what_the_first_gathered_until_the_index_changes(folder: Path) -> None:
    made = folder / "made" / "vectors"

    def nearest(k: int = 2) -> list[tuple[str, int, float]]:
        with Index.open(folder, embedder=HashedWords()) as index:
            return list(index.nearest(_QUESTION, k))

    first = nearest()
    content = made.read_bytes()
    assert nearest() == first
    flipped = bytes([*content[:-9], content[-9] ^ 64, *content[-8:]])
    for damaged in (content[:-9], content[:7], b"", flipped):
        made.write_bytes(damaged)  # made again
        assert nearest() == first
        assert made.read_bytes() == content
    write(folder, ("c.jsonl", [CRANES, *many(1)]))  # little: it is added to what is mapped
    assert len(nearest(9)) == 5
    assert made.read_bytes() == content
    write(folder, ("d.jsonl", many(70)))  # much: it is made again
    assert len(nearest(99)) == 74
    assert made.read_bytes() != content


def test_no_file_is_made_while_another_process_writes(folder: Path) -> None:
    shutil.rmtree(folder / "made", ignore_errors=True)
    with writing(Layout(folder)), Index.open(folder, embedder=HashedWords()) as index:
        assert len(index.nearest(_QUESTION, 1)) == 1
    assert not (folder / "made").exists()


def test_where_vectors_were_not_kept_chroma_is_asked(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        kept = index.nearest(_QUESTION, 9)
    (folder / "made" / "vectors").unlink()
    with closing(sqlite3.connect(folder / "papers.sqlite")) as connection, connection:
        connection.execute("DELETE FROM kept WHERE paper = (SELECT id FROM papers LIMIT 1)")
    with Index.open(folder, embedder=HashedWords()) as index:
        found = index.nearest(_QUESTION, 9)
        assert (index.papers(found.papers)[found.papers[0]].title, len(found)) == (OWLS.title, 4)
    assert [row[2] for row in found] == pytest.approx([row[2] for row in kept], abs=1e-3)


def test_where_those_of_what_came_since_were_not_kept_chroma_is_asked_too(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        assert len(index.nearest(_QUESTION, 9)) == 4
    write(folder, ("c.jsonl", many(1)))
    with closing(sqlite3.connect(folder / "papers.sqlite")) as connection, connection:
        connection.execute("DELETE FROM kept WHERE paper = (SELECT id FROM papers ORDER BY rowid DESC LIMIT 1)")
    with Index.open(folder, embedder=HashedWords()) as index:
        assert len(index.nearest(_QUESTION, 9)) == 5


def test_of_too_many_vectors_chroma_is_asked_and_those_that_are_named_are_compared_as_they_were_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, ("many", many(40)))
    with Index.open(tmp_path, embedder=HashedWords()) as index:
        named = set([*index.searchable()][:9])
        expected = index.nearest(_QUESTION, 5, within=named)
    monkeypatch.setattr(gathering, "_MOST", 0)
    monkeypatch.setattr(reading, "_FEW", 3)
    (tmp_path / "made" / "vectors").unlink()
    with Index.open(tmp_path, embedder=HashedWords()) as index:
        found = index.nearest(_QUESTION, 5, within=named)
    assert not (tmp_path / "made" / "vectors").exists()
    assert [row[2] for row in found] == pytest.approx([row[2] for row in expected])
    assert {row[0] for row in found} <= named
