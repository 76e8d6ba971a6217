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
from assistant.index import Index, IndexWriter
from tests.fakes import HashedWords
from tests.index.making import OWLS, quiet

_NOBODY = 65_534


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of an index, where every user may look."""
    above = Path(tempfile.mkdtemp())
    above.chmod(0o755)
    with IndexWriter.open(above / "index", embedder=HashedWords()) as index:
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


def test_who_may_not_write_there_is_told_to_ask_a_copy(folder: Path) -> None:
    with _as_another(folder), pytest.raises(IndexError_) as raised:
        Index.open(folder, embedder=HashedWords())
    assert type(raised.value) is IndexError_
    assert "may not write there" in raised.value.message and f"cp -r {folder} COPY" in raised.value.hint


def test_whoever_may_read_the_folder_may_read_all_that_is_written_there(folder: Path) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir() if file.is_file()}
    assert {"manifest.json", "papers.sqlite", "seal.json"} <= modes.keys()
    assert modes["manifest.json"] == modes["seal.json"] == modes["papers.sqlite"]


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
