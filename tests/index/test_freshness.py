"""A reader that stays open while others write: each question sees one state, the next one the newest."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import IndexMismatch
from assistant.index import Index, IndexWriter, sources_in
from assistant.index.vectors.reading import RowId, VectorReader, VectorsUnreadable
from assistant.types import Filters, Record
from tests.fakes import HashedWords
from tests.index.making import CRANES, OWLS, many, quiet, write

_REPO = Path(__file__).parents[2]
_NEW = Record("c", 1, "Foxes", "Foxes bark at dusk.")


def elsewhere(statement: str, folder: Path) -> None:
    """Runs a statement on a writer of the index, called `index`, in another process."""
    code = (
        "import sys; from pathlib import Path; from assistant.index import IndexWriter;"
        "from assistant.types import Record; from tests.fakes import HashedWords; quiet = lambda _: None\n"
        f"with IndexWriter.open(Path(sys.argv[1]), embedder=HashedWords()) as index: {statement}"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=_REPO, check=True)


def seen(index: Index) -> tuple[list[str], list[str]]:
    """What the words and the vectors of a question about everything find, by title."""
    words = index.papers(paper for paper, _ in index.search_words("foxes owls cranes", 9)).values()
    hits = index.search_vectors(HashedWords().embed(["foxes owls cranes"])[0], 9)
    return sorted(paper.title for paper in words), sorted(hit.chunk.paper.title for hit in hits)


_BEFORE = ["Cranes in Flight", "Owls at Night"]
_ALL = ["Counting Whales", "Cranes in Flight", "Of Mice", "Owls at Night"]


def test_what_another_process_wrote_is_seen_by_the_next_question(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        assert seen(index) == (_BEFORE, _ALL)
        elsewhere(f"index.update('c', [{_NEW!r}], progress=quiet)", folder)
        assert seen(index) == (_BEFORE, _ALL)
        index.select(Filters())
        assert seen(index) == (sorted([*_BEFORE, "Foxes"]), sorted([*_ALL, "Foxes"]))


def test_two_readers_of_one_process_do_not_hold_each_other_back(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as one, Index.open(folder, embedder=HashedWords()) as other:
        assert seen(one) == seen(other)
        elsewhere(f"index.update('c', [{_NEW!r}], progress=quiet)", folder)
        one.refresh()
        assert "Foxes" in seen(one)[1]


def test_a_removed_paper_is_not_found_even_by_a_question_that_had_begun(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        seen(index)
        elsewhere("index.remove('b.jsonl', progress=quiet)", folder)
        assert seen(index) == (["Owls at Night"], [title for title in _ALL if title != "Cranes in Flight"])


def test_a_chunk_of_a_text_that_was_replaced_is_not_found(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        seen(index)
        short = Record("b.jsonl", 1, CRANES.title, "Cranes.", CRANES.given_id)
        elsewhere(f"index.update('b.jsonl', [{short!r}], progress=quiet)", folder)
        assert "Cranes in Flight" not in seen(index)[1]
        index.select(Filters())
        hits = index.search_vectors(HashedWords().embed(["cranes"])[0], 9)
        assert [hit.chunk.text for hit in hits if hit.chunk.paper.title == CRANES.title] == ["Cranes."]


def test_a_reader_survives_a_rebuild(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        before = seen(index)
        elsewhere("index.rebuild(progress=quiet)", folder)
        index.select(Filters())
        assert seen(index) == before


def test_a_reader_goes_on_with_what_it_has_when_the_index_was_rebuilt_with_another_embedder(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = HashedWords(name="other", dim=32)
    with Index.open(folder, embedder=HashedWords()) as index:
        seen(index)
        with IndexWriter.open(folder, embedder=other) as writer:
            writer.rebuild(progress=quiet)
        index.select(Filters())
        assert (seen(index), index.pending()) == ((_BEFORE, _ALL), 0)
        write(folder, ("c", [_NEW]), embedder=other)
        index.select(Filters())
        assert (seen(index), index.count(), index.pending()) == ((_BEFORE, _ALL), 5, 1)
        assert [record.message.partition("other")[0] for record in caplog.records] == [
            f"the index in {folder} was made with the embedding model "
        ]
        assert sources_in(folder) == {"a.jsonl": 3, "b.jsonl": 1, "c": 1}
        with pytest.raises(IndexMismatch, match="other"):
            Index.open(folder, embedder=HashedWords())
    gc.collect()
    write(folder, ("c", []), embedder=other)
    assert [path.name for path in (*folder.glob("chroma/*"), *folder.glob("reading-*"))] == ["2", "reading-2.lock"]


def test_a_reader_follows_when_the_index_comes_back_to_its_embedder(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        for name in ("other", HashedWords().name):
            with IndexWriter.open(folder, embedder=HashedWords(name=name)) as writer:
                writer.rebuild(progress=quiet)
            index.select(Filters())
        write(folder, ("c", [_NEW]))
        index.select(Filters())
        assert seen(index)[0] == [*_BEFORE[:1], "Foxes", *_BEFORE[1:]]


def test_a_reader_sees_the_batches_of_a_long_run_as_they_come(tmp_path: Path) -> None:
    counts = []
    write(tmp_path, ("a", [OWLS]))
    with Index.open(tmp_path, embedder=HashedWords()) as index:

        def look(_: object) -> None:
            index.select(Filters())
            counts.append((index.count() - index.pending(), len(index.search_words("owls care", 999))))

        with IndexWriter.open(tmp_path, embedder=HashedWords()) as writer:
            writer.update("many", many(300), progress=look)
        index.select(Filters())
        assert (index.pending(), len(index.search_words("owls care", 999))) == (0, 301)
    assert {(1, 1), (257, 257)} <= set(counts)


def test_a_row_that_is_not_there_fails_a_query_rather_than_being_passed_over(folder: Path) -> None:
    reader = VectorReader(folder / "chroma" / "1")
    with pytest.raises(VectorsUnreadable):
        reader.search_among(HashedWords().embed(["owls"])[0], 1, [RowId("unknown", "0", n) for n in range(501)])
    reader.close()


def test_the_state_changes_with_every_change_and_only_then(folder: Path) -> None:
    with Index.open(folder, embedder=HashedWords()) as index:
        before = index.state()
        assert index.state() == before
        write(folder, ("c", [_NEW]))
        assert index.state() != before
        assert "Foxes" in {entry.title for entry in index.entries()}
