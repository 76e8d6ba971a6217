"""An index that an earlier version wrote is opened, or refused with the command that mends it; no paper is lost."""

from pathlib import Path

import pytest

from assistant.errors import IndexMismatch
from assistant.index import Index, IndexWriter
from assistant.index.layout import FORMAT
from tests.fakes import HashedWords
from tests.index.formats import READS, path, unpack
from tests.index.making import SpoiledEmbedder, counts, files, quiet, write


def found(folder: Path) -> list[tuple[str, list[str], list[str]]]:
    """Each title, and which titles words and vectors find for its paper."""
    embedder = HashedWords()
    with Index.open(folder, embedder=embedder) as index:
        titles = {paper.id: paper.title for paper in index.list_papers()}
        rankings = [
            (
                [id for id, _ in index.search_words(paper.title, 1)],
                [id for id, _, _ in index.nearest(embedder.embed([f"{paper.title}\n{paper.abstract}"])[0], 1)],
            )
            for paper in index.papers(titles).values()
        ]
    return [
        (title, [titles[id] for id in words], [titles[id] for id in vectors])
        for title, (words, vectors) in zip(titles.values(), rankings, strict=True)
    ]


_ALL = [(title, [title], [title]) for title in ("Counting Whales", "Owls at Night", "Of Mice", "Cranes in Flight")]


def test_an_index_of_every_format_is_stored() -> None:
    assert [number for number in range(1, FORMAT + 1) if not path(number).is_file()] == []


def test_an_index_of_this_format_that_was_written_earlier_is_opened_and_taken_up(tmp_path: Path) -> None:
    folder = unpack(FORMAT, tmp_path)
    assert found(folder) == _ALL
    reports = write(folder, *READS, embedder=SpoiledEmbedder(good=0))
    assert [counts(report) for report in reports] == [{"unchanged": 3}, {"unchanged": 1}]


@pytest.mark.parametrize("number", range(1, FORMAT))
def test_an_index_of_an_earlier_format_is_refused_untouched_with_the_command_that_mends_it(
    tmp_path: Path, number: int
) -> None:
    folder = unpack(number, tmp_path)
    before = files(folder)
    with pytest.raises(IndexMismatch, match="written by another version") as refused:
        Index.open(folder, embedder=HashedWords())
    assert refused.value.hint.endswith(f"assistant index --rebuild --index {folder}")
    assert before.items() <= files(folder).items()
    with IndexWriter.open(folder, embedder=HashedWords()) as index:
        assert "written by another version" in str(index.examine())  # so that the doctor does not call it whole
        with pytest.raises(IndexMismatch, match="written by another version"):
            index.update("a.jsonl", READS[0][1][:1], progress=quiet)
        assert index.rebuild(progress=quiet).papers == len(_ALL)
    assert found(folder) == _ALL
    reports = write(folder, *READS, embedder=SpoiledEmbedder(good=0))
    assert [counts(report) for report in reports] == [{"unchanged": 3}, {"unchanged": 1}]
