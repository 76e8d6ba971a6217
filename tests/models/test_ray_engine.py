"""Embedding by Ray's workers: the same vectors, whatever is interrupted or killed, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TypeVar

import pytest

from assistant.cli import main
from assistant.index import Index, IndexWriter
from assistant.index.layout import Layout
from assistant.index.store.tables import connect
from assistant.models.minilm import MiniLM
from assistant.models.ray_engine import RayEngine
from assistant.types import Progress, Record
from tests.index.making import quiet, write

_REPO = Path(__file__).resolve().parents[2]
_BATCH = 256
_RECORDS = [  # a whole batch, and a rest that takes its time
    Record("many", n, f"Paper {n}", f"We count {n} owls{' and mice' * 20 * (n > _BATCH)}.", str(n))
    for n in range(1, _BATCH + 75)
]
T = TypeVar("T")
# not imported: what keeps Ray's processes to themselves is read by it at that moment
_RAY = pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed: pip install 'paper-assistant[ray]'")


@_RAY
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for workers in /proc")
def test_what_was_interrupted_is_finished_though_a_worker_is_killed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    alone, spread = tmp_path / "alone", tmp_path / "spread"
    write(alone, ("many", _RECORDS), embedder=MiniLM())
    with (
        closing(RayEngine(address=None)) as engine,
        IndexWriter.open(spread, embedder=MiniLM(), engine=engine.embed_each) as writer,
    ):
        with pytest.raises(KeyboardInterrupt):
            writer.update("many", _RECORDS, progress=_interrupt)
        assert _written(spread) == _written(alone)[:_BATCH]
        _wait(lambda: len(_workers("")) >= min(2, os.cpu_count() or 1), "one worker has done it alone")
        _wait(lambda: not _workers("_embed"), "what was under way has not ended")
        killer = Thread(target=_kill_one)
        killer.start()
        report = writer.update("many", _RECORDS, progress=quiet)
        killer.join()
        started = [pid for pid, title in _below(os.getpid()) if "ray::" in title or "/ray/" in title]
    assert report.embedded == len(_RECORDS) - _BATCH
    assert _written(spread) == _written(alone)
    assert _found(spread) == _found(alone)
    _wait(lambda: not any(Path("/proc", str(pid)).exists() for pid in started), "Ray's processes are still there")
    assert capfd.readouterr() == ("", "")


def _interrupt(progress: Progress) -> None:
    """As Ctrl-C does, when the second batch is under way."""
    if progress.step == "embedding" and progress.done > _BATCH:
        raise KeyboardInterrupt


def _kill_one() -> None:
    os.kill(_wait(lambda: _workers("_embed"), "no worker is busy")[0], signal.SIGKILL)


def _workers(task: str) -> list[int]:
    return [
        pid for pid, title in _below(os.getpid()) if title.startswith(("ray::IDLE", "ray::_embed")) and task in title
    ]


def _below(pid: int) -> Iterator[tuple[int, str]]:
    """Every process that this one started, or one of those, with its title."""
    try:
        for path in Path("/proc", str(pid), "task").glob("*/children"):
            for child in map(int, path.read_text().split()):
                yield child, Path("/proc", str(child), "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                yield from _below(child)
    except (FileNotFoundError, ProcessLookupError):  # one ended while it was looked at
        pass


def _wait(look: Callable[[], T], what: str) -> T:
    until = time.monotonic() + 60
    while not (found := look()):
        assert time.monotonic() < until, what
        time.sleep(0.02)
    return found


def _written(folder: Path) -> list[tuple[object, ...]]:
    """Every vector, bit for bit, in the order they were written."""
    with closing(connect(Layout(folder), create=False)) as connection:
        return connection.execute("SELECT * FROM kept ORDER BY rowid").fetchall()


def _found(folder: Path) -> list[tuple[str, float]]:
    with Index.open(folder, embedder=MiniLM()) as index:
        hits = index.search_vectors(MiniLM().embed_questions(["Who counted 77 owls?"])[0], len(_RECORDS))
    return [(hit.chunk.paper.id, hit.score) for hit in hits]


@_RAY
def test_a_cluster_that_is_not_there_is_told() -> None:
    code = (
        "from assistant.models.ray_engine import RayEngine as R; next(R(address='nowhere://x').embed_each([['owls']]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(_REPO)}, capture_output=True, text=True
    )
    assert "assistant.errors.ProviderDown: Ray on nowhere://x could not embed: " in run.stderr


@_RAY
def test_where_nothing_is_new_ray_is_not_started() -> None:
    assert list(RayEngine(address="nowhere://x").embed_each([])) == []


def test_where_ray_is_not_installed_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)  # as Python notes a package that cannot be imported
    assert main(["index", "--sample", "--index", str(tmp_path / "index"), "--engine", "ray"]) == 2
    assert capsys.readouterr().err == (
        "assistant: --engine ray needs Ray, which is not installed. Run: pip install 'paper-assistant[ray]'\n"
    )


def test_a_model_of_a_provider_is_not_spread(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBED_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert main(["index", "--sample", "--index", str(tmp_path / "index"), "--engine", "ray"]) == 2
    assert "ASSISTANT_EMBED_MODEL names another" in capsys.readouterr().err
