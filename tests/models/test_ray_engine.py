"""Embedding by Ray's workers: the same vectors in the same order, also where a worker is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import UsageError
from assistant.index.layout import COLLECTION, Layout
from assistant.index.store.tables import connect
from assistant.index.vectors.reading import open_client
from assistant.models.ray_engine import RayEngine
from assistant.settings import read_settings

_REPO = Path(__file__).resolve().parents[2]
_RAY = pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed: pip install 'paper-assistant[ray]'")


def _run(*words: str, **env: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "index", *words],
        env={**os.environ, "PYTHONPATH": str(_REPO), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _below(pid: int) -> Iterator[tuple[int, str]]:
    """Every process that this one started, or one of those, with its title."""
    for path in Path("/proc", str(pid), "task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            title = Path("/proc", str(child), "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            yield child, title
            yield from _below(child)


def _busy_worker(pid: int) -> int:
    for _ in range(600):
        try:
            for child, title in _below(pid):
                if title.startswith("ray::_embed"):
                    return child
        except (FileNotFoundError, ProcessLookupError):  # one ended while it was looked at
            pass
        time.sleep(0.1)
    raise AssertionError("no worker was ever busy")


def _kept(folder: Path) -> list[tuple[str, int]]:
    """The chunks in the order they were written."""
    with closing(connect(Layout(folder), create=False)) as connection:
        return connection.execute("SELECT paper, ordinal FROM kept ORDER BY rowid").fetchall()


def _vectors(folder: Path) -> dict[str, bytes]:
    """The vectors of chroma/, bit for bit."""
    (generation,) = Layout(folder).generations()
    client = open_client(str(Layout(folder).chroma(generation)))
    rows = client.get_collection(COLLECTION).get(include=["embeddings"])
    client.close()
    vectors = np.asarray(rows["embeddings"], np.float32)
    return {row: vector.tobytes() for row, vector in zip(rows["ids"], vectors, strict=True)}


@_RAY
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for workers in /proc")
def test_a_killed_worker_changes_no_vector_and_no_order_and_nothing_is_left_running(tmp_path: Path) -> None:
    lines = [
        f'{{"id": "{n}", "title": "Paper {n}", "abstract": "We study {"word " * (n % 40)}number {n} with care."}}\n'
        for n in range(300)  # a whole batch and a rest
    ]
    papers = tmp_path / "papers.jsonl"
    papers.write_text("".join(lines))
    with _run(str(papers), "--index", str(tmp_path / "one")) as one:
        assert (one.communicate()[0], one.returncode)[1] == 0
    with _run(str(papers), "--index", str(tmp_path / "many"), "--engine", "ray") as many:
        worker = _busy_worker(many.pid)
        started = [pid for pid, _ in _below(many.pid)]
        os.kill(worker, signal.SIGKILL)
        said, _ = many.communicate()
    assert many.returncode == 0, said
    assert _kept(tmp_path / "many") == _kept(tmp_path / "one")
    assert len(_vectors(tmp_path / "one")) == 300
    assert _vectors(tmp_path / "many") == _vectors(tmp_path / "one")
    assert [pid for pid in started if Path("/proc", str(pid)).exists()] == []


@_RAY
def test_a_cluster_that_is_not_there_is_told_and_loses_no_paper(tmp_path: Path) -> None:
    words = ("--sample", "--index", str(tmp_path / "index"), "--engine", "ray")
    with _run(*words, ASSISTANT_RAY_ADDRESS="nonsense://nowhere") as run:
        said, _ = run.communicate()
    assert run.returncode == 5
    assert "Ray on nonsense://nowhere could not embed" in said
    assert "Traceback" not in said
    with closing(connect(Layout(tmp_path / "index"), create=False)) as connection:
        assert connection.execute("SELECT count(*) FROM papers").fetchone() == (278,)


@_RAY
def test_where_nothing_is_new_ray_is_not_started() -> None:
    with RayEngine(address="nonsense://nowhere") as engine:
        assert list(engine.embed_each([])) == []


def test_where_ray_is_not_installed_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)  # as Python notes a package that cannot be imported
    with pytest.raises(UsageError, match=r"not installed\. Run: pip install 'paper-assistant\[ray\]'"):
        RayEngine(address=None)


def test_a_model_of_a_provider_is_not_spread(tmp_path: Path) -> None:
    words = ("--sample", "--index", str(tmp_path), "--engine", "ray")
    with _run(*words, ASSISTANT_EMBED_MODEL="some-model", OPENAI_BASE_URL="http://127.0.0.1:9/v1") as run:
        said, _ = run.communicate()
    assert (run.returncode, said.count("\n")) == (2, 1)
    assert "ASSISTANT_EMBED_MODEL" in said


def test_rays_own_variable_names_the_cluster_where_ours_does_not() -> None:
    assert read_settings({"RAY_ADDRESS": "head:6379"}).ray_address == "head:6379"
    assert (
        read_settings({"RAY_ADDRESS": "head:6379", "ASSISTANT_RAY_ADDRESS": "ray://own:1"}).ray_address == "ray://own:1"
    )
    assert read_settings({}).ray_address is None
