"""An index that one process writes while others want to write, or go on reading it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.errors import IndexBusy
from assistant.index import IndexWriter
from tests.fakes import HashedWords

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
