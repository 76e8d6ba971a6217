"""A disk that is full or closed to the reader: said so, and never taken for damage or for an index of another kind."""

import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import IndexError_
from assistant.index import Index, IndexWriter, probe, sources_in
from assistant.index.layout import Layout
from assistant.types import Record
from tests.fakes import HashedWords
from tests.index.making import MICE, OWLS, quiet

_NOBODY = 65_534
_EMBEDDER = HashedWords()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of an index, where every user may look."""
    above = Path(tempfile.mkdtemp())
    above.chmod(0o755)
    with IndexWriter.open(above / "index", embedder=_EMBEDDER) as index:
        index.update("a", [OWLS], progress=quiet)
    yield above / "index"
    shutil.rmtree(above)


@contextmanager
def _as_another(folder: Path) -> Iterator[None]:
    """As a user who may read the folder and not write there; the superuser may always."""
    if os.geteuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def _files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def _write(folder: Path, *records: Record, source: str = "a") -> None:
    with IndexWriter.open(folder, embedder=_EMBEDDER) as index:
        index.update(source, records, progress=quiet)


def _nearest(index: Index, record: Record) -> str:
    (vector,) = _EMBEDDER.embed([record.abstract])
    (hit,) = index.search_vectors(vector, 1)
    return hit.chunk.paper.title


@pytest.mark.parametrize("made", [True, False], ids=["vectors gathered before", "vectors gathered now"])
def test_who_may_not_write_there_can_ask_all_the_same_and_leaves_no_trace(folder: Path, made: bool) -> None:
    _write(folder, OWLS, MICE)
    if made:
        with Index.open(folder, embedder=_EMBEDDER) as index:
            _nearest(index, OWLS)
    before = _files(folder)
    assert (folder / "made" / "vectors").exists() == made
    with _as_another(folder):
        with Index.open(folder, embedder=_EMBEDDER) as index:
            index.refresh()
            assert (index.count(), index.sources()) == (2, {"a": 2})
            assert [id for id, _ in index.search_words("owls", 3)] == [index.entries()[0].id]
            assert _nearest(index, MICE) == MICE.title
        assert sources_in(folder) == {"a": 2}
    assert _files(folder) == before


@pytest.mark.parametrize("lost", [False, True], ids=["whole", "damaged"])
def test_what_is_not_sealed_is_looked_through_without_writing(
    folder: Path, lost: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if lost:
        next(folder.glob("words/*/*.term")).unlink()
    before = _files(folder)
    monkeypatch.setattr(sys, "argv", ["probe", str(folder), "1"])  # here: another user may not read the interpreter
    with _as_another(folder):
        probe.main()
    assert ("the word index cannot be read" in capsys.readouterr().out) == lost
    assert _files(folder) == before


def test_what_its_owner_writes_is_seen_by_the_next_question_of_who_may_not_write(folder: Path) -> None:
    with _as_another(folder):
        index = Index.open(folder, embedder=_EMBEDDER)
        assert (index.count(), _nearest(index, MICE)) == (1, OWLS.title)
    _write(folder, MICE, source="b")
    with _as_another(folder):
        index.refresh()
        assert (index.count(), index.sources(), _nearest(index, MICE)) == (2, {"a": 1, "b": 1}, MICE.title)


def test_while_its_owner_has_it_open_who_may_not_write_reads_what_is_written(folder: Path) -> None:
    with IndexWriter.open(folder, embedder=_EMBEDDER) as owner:
        owner.update("b", [MICE], progress=quiet)
        assert Layout(folder).log.stat().st_size
        with _as_another(folder), Index.open(folder, embedder=_EMBEDDER) as index:
            assert (index.count(), _nearest(index, MICE)) == (2, MICE.title)


def test_who_may_not_write_there_is_told_so_when_indexing(folder: Path) -> None:
    before = _files(folder)
    with _as_another(folder), pytest.raises(IndexError_) as raised:
        IndexWriter.open(folder, embedder=_EMBEDDER)
    assert "this user may not write there" in raised.value.message and f"cp -r {folder} COPY" in raised.value.hint
    assert _files(folder) == before


def test_whoever_may_read_the_folder_may_read_all_that_is_written_there(folder: Path) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.rglob("*") if file.is_file()}
    assert {"manifest.json", "papers.sqlite", "seal.json", "meta.json", ".managed.json"} <= modes.keys()
    assert set(modes.values()) == {modes["papers.sqlite"]}


def test_a_disk_that_takes_nothing_more_is_no_damage_and_nothing_is_lost(own_index: Path) -> None:
    (own_index / "seal.json").unlink()  # so that all is looked through

    def run(limit: int, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "assistant", *arguments, "--index", str(own_index)]
        limits = (limit, resource.RLIM_INFINITY)
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),
        )

    full = run(0, "search", "owls")
    assert (full.returncode, full.stdout) == (4, "")
    assert "the disk is full or fails. Nothing that is in it is lost. Make room" in full.stderr
    full = run(0, "index", "README.md")
    assert (full.returncode, full.stdout) == (4, "")
    assert "could not be written" in full.stderr
    assert run(resource.RLIM_INFINITY, "search", "owls").returncode == 0
