"""Updates through all stores: what is searched is what the sources say now, nothing is embedded twice, one writes."""

import json
import shutil
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import AssistantError, IndexBusy, IndexDamaged, IndexMismatch, IndexMissing, UsageError
from assistant.index import Counts, Index, IndexWriter
from assistant.index.layout import Layout
from assistant.index.store.arrivals import Arrivals
from assistant.index.store.rows import in_batches
from assistant.index.store.source_updates import drop_source, replace_source
from assistant.index.store.tables import connect
from assistant.ports import Vectors
from assistant.types import Filters, Progress, Record, Rejection
from tests.fakes import HashedWords
from tests.index.making import CRANES, MICE, OWLS, WHALES, Spoiled, SpoiledEmbedder, counts, files, many, quiet, write


class CountingEmbedder(HashedWords):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed(texts)


def titles(folder: Path, query: str) -> tuple[list[str], list[str]]:
    """What words and vectors find, by title."""
    with Index.open(folder, embedder=HashedWords()) as index:
        words = index.papers(paper for paper, _ in index.search_words(query, 20)).values()
        hits = index.search_vectors(HashedWords().embed([query])[0], 20)
        return [paper.title for paper in words], [hit.chunk.paper.title for hit in hits]


def test_an_empty_folder_becomes_an_index(tmp_path: Path) -> None:
    (report,) = write(tmp_path / "new" / "index", ("a", [WHALES, OWLS, Rejection("a", 9, "no abstract")]))
    assert replace(report, seconds=0.0) == replace(
        report, new=2, rejected=(Rejection("a", 9, "no abstract"),), undated=1, papers=2, embedded=2, seconds=0.0
    )
    assert report.seconds > 0


def test_a_second_reading_embeds_nothing_and_touches_no_store(folder: Path) -> None:
    write(folder, ("a.jsonl", [WHALES, OWLS, MICE]))  # looks once whether the copy is whole
    before = files(folder)
    embedder = CountingEmbedder()
    (report,) = write(folder, ("a.jsonl", [WHALES, OWLS, MICE]), embedder=embedder)
    assert (counts(report), report.embedded, embedder.texts) == ({"unchanged": 3}, 0, [])
    assert files(folder) == before


def test_a_changed_abstract_replaces_its_old_text_everywhere(folder: Path) -> None:
    embedder = CountingEmbedder()
    changed = replace(OWLS, abstract="Owls sleep by day.")
    (report,) = write(folder, ("a.jsonl", [WHALES, changed, MICE]), embedder=embedder)
    assert (counts(report), embedder.texts) == ({"changed": 1, "unchanged": 2}, ["Owls at Night\nOwls sleep by day."])
    assert (titles(folder, "hunt")[0], titles(folder, "sleeping")[0]) == ([], ["Owls at Night"])
    with Index.open(folder, embedder=HashedWords()) as index:
        found = {hit.chunk.text for hit in index.search_vectors(HashedWords().embed(["owls"])[0], 20)}
    assert found == {record.abstract for record in (WHALES, changed, MICE, CRANES)}


def test_a_long_abstract_that_becomes_short_leaves_no_chunk_behind(folder: Path) -> None:
    long = replace(OWLS, abstract=" ".join(f"Owl number {n} hunts at night and hears mice." for n in range(60)))
    write(folder, ("a.jsonl", [WHALES, long, MICE]))
    with Index.open(folder, embedder=HashedWords()) as index:
        assert index.counts().chunks > 6
    write(folder, ("a.jsonl", [WHALES, OWLS, MICE]))
    with Index.open(folder, embedder=HashedWords()) as index:
        assert index.counts() == Counts(papers=4, undated=2, sources=2, chunks=4, pending=0)
        assert len(index.search_vectors(HashedWords().embed(["owl"])[0], 20)) == 4


def test_a_field_that_is_not_searched_is_changed_without_embedding(folder: Path) -> None:
    (report,) = write(
        folder, ("a.jsonl", [WHALES, replace(OWLS, date="2025-02-02"), MICE]), embedder=SpoiledEmbedder(good=0)
    )
    assert (counts(report), report.embedded, report.undated) == ({"changed": 1, "unchanged": 2}, 0, 0)
    with Index.open(folder, embedder=HashedWords()) as index:
        assert len(index.select(Filters(since="2025-02-01")).ids or ()) == 1


def test_a_removed_source_takes_its_papers_out_of_every_store(folder: Path) -> None:
    with IndexWriter.open(folder, embedder=HashedWords(), create=False) as index:
        report = index.remove("a.jsonl", progress=quiet)
        assert (counts(report), report.papers, index.sources()) == ({"gone": 3}, 1, {"b.jsonl": 1})
    assert titles(folder, "we owls mice cranes") == (["Cranes in Flight"], ["Cranes in Flight"])


def test_a_removal_that_was_killed_is_finished_by_the_same_command_and_then_there_is_nothing_left(folder: Path) -> None:
    with closing(connect(Layout(folder), create=True)) as connection:
        drop_source(connection, "a.jsonl", generation=1)
    with IndexWriter.open(folder, embedder=HashedWords()) as index:
        report = index.remove("a.jsonl", progress=quiet)
        assert (counts(report), report.papers, index.sources()) == ({"gone": 3}, 1, {"b.jsonl": 1})
        with pytest.raises(UsageError, match="is not a source of this index"):
            index.remove("a.jsonl", progress=quiet)
    assert titles(folder, "we owls mice cranes") == (["Cranes in Flight"], ["Cranes in Flight"])


def test_an_index_may_lose_its_last_paper(folder: Path) -> None:
    with IndexWriter.open(folder, embedder=HashedWords()) as index:
        index.remove("a.jsonl", progress=quiet)
        index.remove("b.jsonl", progress=quiet)
    assert titles(folder, "owls") == ([], [])


def test_an_unknown_source_is_an_error_that_names_the_known(folder: Path) -> None:
    with IndexWriter.open(folder, embedder=HashedWords()) as index, pytest.raises(UsageError) as raised:
        index.remove("c.jsonl", progress=quiet)
    assert str(raised.value) == "c.jsonl is not a source of this index. Its sources are: a.jsonl, b.jsonl."


def test_several_sources_are_embedded_together_and_reported_together(tmp_path: Path) -> None:
    with IndexWriter.open(tmp_path, embedder=HashedWords()) as index:
        report = index.update_all([("a", [WHALES, OWLS]), ("b", [WHALES, MICE])], progress=quiet)
    assert (counts(report), report.embedded, report.papers, report.undated) == ({"new": 3, "double": 1}, 3, 3, 1)


def test_of_a_source_of_any_size_only_what_is_compared_is_held_in_memory(tmp_path: Path) -> None:
    def read(last: str) -> Iterator[Record]:
        for n in range(2_000):
            yield Record("big", n + 1, f"Title {n}", f"{n:0100} " * 80 + last, f"2401.{n:05d}")

    with closing(connect(Layout(tmp_path), create=True)) as connection:
        for last, expected in (("a", {"new": 2_000}), ("a", {"unchanged": 2_000}), ("b", {"changed": 2_000})):
            tracemalloc.start()
            arrivals = Arrivals(connection, "big")
            for batch in in_batches(read(last), 10):
                arrivals.add(batch)
            assert counts(replace_source(connection, arrivals, generation=1)) == expected
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert most < 14_000_000  # of 16 MB of abstracts, read twice; 500 at a time are looked at


def test_a_bar_sees_every_step_to_its_end(tmp_path: Path) -> None:
    ticks: list[Progress] = []
    with IndexWriter.open(tmp_path, embedder=HashedWords()) as index:
        index.update("many", many(300), progress=ticks.append)
    assert [tick for tick in ticks if tick.step == "reading"] == [
        Progress("reading", n, 0) for n in (100, 200, 300, 300)
    ]
    embedding = [tick.done for tick in ticks if tick.step == "embedding"]
    assert (embedding[0], embedding[-1], embedding) == (0, 300, sorted(embedding))
    assert len(embedding) >= 6


def test_a_second_writer_is_told_to_wait(folder: Path) -> None:
    with IndexWriter.open(folder, embedder=HashedWords()):
        with pytest.raises(IndexBusy, match="another process is writing"):
            IndexWriter.open(folder, embedder=HashedWords())
        with Index.open(folder, embedder=HashedWords()) as index:
            assert index.count() == 4
    IndexWriter.open(folder, embedder=HashedWords()).close()


@pytest.mark.parametrize(
    "open_",
    [
        lambda f: Index.open(f, embedder=HashedWords()),
        lambda f: IndexWriter.open(f, embedder=HashedWords(), create=False),
    ],
)
def test_a_missing_index_names_the_command_that_builds_one(tmp_path: Path, open_: Callable[[Path], object]) -> None:
    with pytest.raises(IndexMissing) as raised:
        open_(tmp_path / "none")
    assert raised.value.hint == f"Build one: assistant index PATH... --index {tmp_path / 'none'}"
    assert not (tmp_path / "none").exists()


def test_another_embedder_is_refused_with_the_command_that_mends_it(folder: Path) -> None:
    other = HashedWords(dim=32, name="other")
    with pytest.raises(IndexMismatch) as raised:
        Index.open(folder, embedder=other)
    assert "made with the embedding model hashed-words, not with other" in str(raised.value)
    assert raised.value.hint.startswith("Start this with that model, or ")
    assert f"assistant index --rebuild --index {folder}" in raised.value.hint
    with IndexWriter.open(folder, embedder=other) as index, pytest.raises(IndexMismatch):
        index.update("a.jsonl", [WHALES], progress=quiet)


def test_the_same_model_with_another_dimension_is_refused(folder: Path) -> None:
    with pytest.raises(IndexMismatch, match="then had 64 dimensions and now has 32"):
        Index.open(folder, embedder=HashedWords(dim=32))


@pytest.mark.parametrize(
    "change", [{"format": 0}, {"chunking": {"tokens": 1}}, {"dim": "x"}, {"generation": None}, {"more": 1}]
)
def test_a_manifest_of_another_format_is_refused(folder: Path, change: dict[str, object]) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(IndexMismatch, match="--rebuild"):
        Index.open(folder, embedder=HashedWords())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"{}"])
def test_a_damaged_manifest_is_mended_by_a_rebuild(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(IndexMismatch, match="--rebuild"):
        Index.open(folder, embedder=HashedWords())
    with IndexWriter.open(folder, embedder=HashedWords(), create=False) as index:
        index.rebuild(progress=quiet)
    assert titles(folder, "owls")[0] == ["Owls at Night"]


def test_a_rebuild_takes_another_embedder(folder: Path) -> None:
    other = HashedWords(dim=32, name="other")
    with IndexWriter.open(folder, embedder=other, create=False) as index:
        report = index.rebuild(progress=quiet)
    assert (report.papers, report.embedded, report.undated) == (4, 4, 2)
    with Index.open(folder, embedder=other) as index_:
        best = index_.search_vectors(other.embed(["Owls at Night\n" + OWLS.abstract])[0], 1)[0]
        assert (best.chunk.paper.title, best.score) == ("Owls at Night", pytest.approx(1.0, abs=1e-5))
    assert {path.name for store in ("chroma", "words") for path in (folder / store).iterdir()} == {"2"}


def test_a_rebuild_that_fails_leaves_the_old_index(folder: Path) -> None:
    before = titles(folder, "owls")
    spoiled = SpoiledEmbedder(good=0)
    spoiled.name = "other"  # what this one made was not kept
    with IndexWriter.open(folder, embedder=spoiled) as index, pytest.raises(Spoiled):
        index.rebuild(progress=quiet)
    assert titles(folder, "owls") == before
    write(folder, ("a.jsonl", [WHALES, OWLS, MICE]))
    assert {path.name for store in ("chroma", "words") for path in (folder / store).iterdir()} == {"1"}
    assert titles(folder, "owls") == before


@pytest.mark.parametrize("store", ["chroma", "words"])
def test_a_lost_store_is_refused_with_the_command_that_mends_it(folder: Path, store: str) -> None:
    shutil.rmtree(folder / store)
    with pytest.raises(IndexDamaged, match="doctor --repair"):
        Index.open(folder, embedder=HashedWords())
    with IndexWriter.open(folder, embedder=HashedWords()) as writer:
        assert writer.rebuild(progress=quiet).embedded == 0
    assert titles(folder, "owls")[0] == ["Owls at Night"]


def test_papers_in_another_version_of_the_tables_are_refused(folder: Path) -> None:
    connection = sqlite3.connect(folder / "papers.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for open_ in (Index.open, IndexWriter.open):
        with pytest.raises(IndexMismatch, match="version 99"):
            open_(folder, embedder=HashedWords())


def test_what_is_no_database_is_refused(folder: Path) -> None:
    for path in folder.glob("papers.sqlite*"):
        path.unlink()
    (folder / "papers.sqlite").write_bytes(b"not a database, whatever it is called" * 100)
    with pytest.raises(IndexMismatch, match="not a database"):
        Index.open(folder, embedder=HashedWords())


def test_a_folder_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    with pytest.raises(AssistantError, match="could not be written"):
        IndexWriter.open(tmp_path / "file" / "index", embedder=HashedWords())
