"""A writer that is killed at any step, or finds the disk full, leaves the state before or the one after, whole, and
the next write completes it."""

import os
import re
import resource
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.errors import IndexError_
from assistant.types import Record
from tests.index import warm
from tests.index.kill_points import points
from tests.index.warm import Killed, Point
from tests.index.wholeness import Change, Look, expected, litter, look, make, record

A = [record("a", n, n) for n in range(4)]  # one of them of several chunks
B = [record("b", n, 1) for n in (3, 4)]  # the first is a paper of `a` too
NEW = [A[0], record("a", 1, 2), record("a", 2, 3), record("a", 6, 0)]  # two are changed, one is gone, one is new


class Write(NamedTuple):
    """`change` makes of the records `before` those `after`, and lets at most `touched` papers wait meanwhile."""

    change: Change
    before: Sequence[Record]
    after: Sequence[Record]
    touched: int


_ALL = [*A, *B]
_WRITES = {
    "first": Write(Change("update", "words", [("a", A)]), [], A, 4),
    "update": Write(Change("update", "words", [("a", NEW)]), _ALL, [*NEW[:3], *B, NEW[3]], 4),
    "remove": Write(Change("remove", "words", [("b", [])]), _ALL, A, 1),
    "rebuild": Write(Change("rebuild", "other"), _ALL, _ALL, 0),
    "rebuild of another dimension": Write(Change("rebuild", "grown"), _ALL, _ALL, 0),
    "mending": Write(Change("update", "words", [("a", A)]), _ALL, _ALL, 5),
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    warm.run(make, Change("update", "words", [("a", A), ("b", B)]), folder)
    assert warm.run(look, folder) == Look(expected(_ALL), 0, ())
    return folder


# Each takes half a second on two free cores; the histories draw from all of them.
_TRIED = points() if os.environ.get("INDEX_HISTORIES") else points()[::2]


@pytest.mark.parametrize(("name", "point"), _TRIED, ids=lambda value: str(value))
def test_a_killed_write_leaves_the_state_before_or_after_and_the_next_completes_it(
    before: Path, tmp_path: Path, name: str, point: Point
) -> None:
    write, folder = _WRITES[name], tmp_path / "index"
    if write.before:
        shutil.copytree(before, folder)
    if name == "mending":
        shutil.rmtree(folder / "words")
    with pytest.raises(Killed):
        warm.run(make, write.change, folder, kill=point)
    if name != "mending":
        seen = warm.run(look, folder) or Look({}, 0, ())
        assert seen.papers in (expected(write.before), expected(write.after))
        assert (seen.faults, seen.pending <= write.touched) == ((), True)
    warm.run(make, write.change, folder)
    assert warm.run(look, folder) == Look(expected(write.after), 0, ())
    assert litter(folder) == []


def without_room(limit: int, change: Change, folder: Path) -> str:
    """What is told where no file can become longer than `limit` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with pytest.raises(IndexError_) as told:
        make(change, folder)
    return f"{type(told.value).__name__}: {told.value}"


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (100, "IndexError_: .*could not be written: .*disk has room"),
        (20_000, "IndexError_: .*cannot be opened: the disk is full.*Make room"),
        (40_000, "IndexError_: .* could not be written: .*disk has room"),
        (120_000, "IndexError_: .* could not be written: .*disk has room"),
    ],
    ids=["the lock", "opening", "papers.sqlite", "chroma"],
)
def test_a_full_disk_is_told_and_loses_nothing(before: Path, tmp_path: Path, limit: int, told: str) -> None:
    write, folder = _WRITES["update"], shutil.copytree(before, tmp_path / "index")
    assert re.match(told, warm.run(without_room, limit, write.change, folder))
    seen = warm.run(look, folder)
    assert seen.papers in (expected(write.before), expected(write.after))
    assert (seen.faults, seen.pending <= write.touched) == ((), True)
    warm.run(make, write.change, folder)
    assert warm.run(look, folder) == Look(expected(write.after), 0, ())
