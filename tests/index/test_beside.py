"""An index that one process writes while others want to write, or go on reading it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.errors import IndexBusy
from assistant.exploring import Explorer
from assistant.index import Index, IndexWriter
from assistant.index.derived_files import FileShelf
from assistant.types import Filters, Record
from tests.fakes import HashedWords
from tests.index.making import OWLS, many, write

_REPO = Path(__file__).parents[2]


def refused(folder: Path) -> str:
    with pytest.raises(IndexBusy) as raised:
        IndexWriter.open(folder, embedder=HashedWords())
    return raised.value.message


def test_who_is_refused_is_told_who_writes_and_not_who_died_writing(tmp_path: Path) -> None:
    holder = tmp_path / "writing.lock-holder"
    command = [sys.executable, "-m", "assistant", "index", "stdin:secret", "--index", str(tmp_path)]
    with subprocess.Popen(command, cwd=_REPO, stdin=subprocess.PIPE) as child:
        while child.poll() is None and not (holder.exists() and holder.read_text()):
            time.sleep(0.05)
        told = rf"another process is writing .* \(assistant index, process {child.pid}, since 20\d\d-.* \S+\)"
        assert re.fullmatch(told, refused(tmp_path))
        child.kill()
    assert holder.exists()
    with IndexWriter.open(tmp_path, embedder=HashedWords()):
        assert f"process {os.getpid()}, " in refused(tmp_path)
    assert not holder.exists()


_WRITER = """
import sys
from pathlib import Path
from assistant.index import IndexWriter
from tests.fakes import HashedWords
from tests.index.making import many

class Waiting(HashedWords):
    def embed(self, texts):
        sys.stdin.readline()
        return super().embed(texts)

with IndexWriter.open(Path(sys.argv[1]), embedder=Waiting()) as index:
    index.update("many", many(int(sys.argv[2])), progress=lambda _: None)
"""


def writer(folder: Path, papers: int) -> "subprocess.Popen[bytes]":
    """Another process, which embeds nothing before its standard input says so."""
    return subprocess.Popen([sys.executable, "-c", _WRITER, str(folder), str(papers)], cwd=_REPO, stdin=subprocess.PIPE)


def test_what_another_process_adds_is_listed_within_two_seconds_and_before_it_is_embedded(tmp_path: Path) -> None:
    write(tmp_path, ("a", [OWLS]))
    with Index.open(tmp_path, embedder=HashedWords()) as index, Index.open(tmp_path, embedder=HashedWords()) as other:
        explorer = Explorer(index, FileShelf(tmp_path))
        assert len(explorer.find().ids) == 1
        with writer(tmp_path, 3) as child:
            while child.poll() is None and other.count() == 1:
                time.sleep(0.01)
            began = time.monotonic()
            while len(explorer.find().ids) == 1:
                assert time.monotonic() - began < 2
            child.communicate(b"\n")
        assert (len(explorer.find().ids), index.pending()) == (4, 0)


def test_a_changed_date_is_listed_though_nothing_is_embedded_anew(tmp_path: Path) -> None:
    def dated(date: str) -> Record:
        return Record("a", 1, "Newts", "Newts swim.", date=date)

    write(tmp_path, ("a", [dated("2024-01-01"), OWLS]))
    with Index.open(tmp_path, embedder=HashedWords()) as index:
        explorer = Explorer(index, FileShelf(tmp_path))
        assert explorer.choices().last == "2024-01-01"
        write(tmp_path, ("a", [dated("2025-02-02"), OWLS]))
        assert explorer.choices().last == "2025-02-02"


def test_questions_do_not_wait_for_a_long_write(tmp_path: Path) -> None:
    write(tmp_path, ("a", many(200, "a")))
    with Index.open(tmp_path, embedder=HashedWords()) as index:

        def ask() -> float:
            began = time.monotonic()
            index.select(Filters())
            assert index.search_words("care", 5)
            assert index.search_vectors(HashedWords().embed(["care"])[0], 5)
            return time.monotonic() - began

        alone = max(ask() for _ in range(20))
        with writer(tmp_path, 1_200) as child:
            assert child.stdin is not None
            child.stdin.write(b"\n" * 100)
            child.stdin.flush()
            beside = []
            while child.poll() is None:
                beside.append(ask())
        assert index.pending() == 0
    assert len(beside) > 20
    assert max(beside) < alone + 2  # a new look at the stores, on cores that the writer uses too
