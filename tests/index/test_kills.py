"""A writer that is killed at any step leaves the state before or the one after, whole; the next write completes it."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.index import derived_stores
from assistant.types import Record
from tests.index import warm
from tests.index.warm import Killed, Point
from tests.index.wholeness import Look, Said, change, expected, litter, look, record

A = [record("a", n, n) for n in range(4)]  # one of them of several chunks
B = [record("b", n, 1) for n in (3, 4)]  # the first is a paper of `a` too
NEW = [A[0], record("a", 1, 2), record("a", 2, 3), record("a", 6, 0)]  # two are changed, one is gone, one is new


class Write(NamedTuple):
    """From the sources `before` to those `after`, which lets at most `touched` papers wait to be written."""

    kind: str
    embedder: str
    before: Sequence[Record]
    after: Sequence[Record]
    touched: int
    reads: Sequence[tuple[str, Sequence[Record]]] = ()
    spoiled: bool = False


_WRITES = {
    "first": Write("update", "words", [], A, 4, [("a", A)]),
    "update": Write("update", "words", [*A, *B], [NEW[0], NEW[1], NEW[2], *B, NEW[3]], 4, [("a", NEW)]),
    "remove": Write("remove", "words", [*A, *B], A, 1, [("b", [])]),
    "rebuild": Write("rebuild", "other", [*A, *B], [*A, *B], 0),
    "rebuild of another dimension": Write("rebuild", "grown", [*A, *B], [*A, *B], 0),
    "mending": Write("update", "words", [*A, *B], [*A, *B], 5, [("a", A)], spoiled=True),
}
_ROOMS = {
    "tables": "assistant.index.store.tables",
    "source_updates": "assistant.index.store.source_updates",
    "paper_identity": "assistant.index.store.paper_identity",
    "kept_vectors": "assistant.index.store.kept_vectors",
    "derived_stores": "assistant.index.derived_stores",
    "vectors": "assistant.index.vectors.writing",
    "words": "assistant.index.words.writing",
    "spelling": "assistant.index.words.spelling",
    "writer": "assistant.index.writer",
    "layout": "assistant.index.layout",
    "seal": "assistant.index.seal",
    "pathlib": "pathlib",
    "shutil": "shutil",
}
# Where a write begins or ends to change something on the disk, in the order of a write. Batches are of two papers.
_STEPS = {
    "first": """
        before tables:_prepare
        after tables:_check_tables
        after writer:IndexWriter._new_generation
        after source_updates:replace_source
        before words:WordWriter.__init__
        before pathlib:Path.replace
        after layout:write_manifest""",
    "update": """
        after paper_identity:settle
        after source_updates:replace_source
        after kept_vectors:keep
        after derived_stores:_note
        after vectors:VectorWriter.delete
        after vectors:VectorWriter.add
        before spelling:american
        after words:WordWriter.replace
        after layout:write_manifest
        after derived_stores:_mark_done
        after vectors:VectorWriter.delete 2
        before derived_stores:_mark_done 2
        before kept_vectors:forget
        before seal:seal
        before pathlib:Path.replace 4
        before writer:IndexWriter.close""",
    "remove": """
        after source_updates:drop_source
        before words:WordWriter.replace""",
    "rebuild": """
        after writer:IndexWriter._new_generation
        after kept_vectors:keep
        after derived_stores:_mark_done
        before layout:write_manifest
        after layout:write_manifest
        before shutil:rmtree
        after shutil:rmtree""",
    "rebuild of another dimension": """
        after vectors:VectorWriter.add""",
    "mending": """
        after writer:IndexWriter._new_generation
        after layout:write_manifest""",
}


def _points() -> list[tuple[str, Point]]:
    found = []
    for write, steps in _STEPS.items():
        for line in steps.strip().splitlines():
            side, place, *nth = line.split()
            room, _, function = place.partition(":")
            found.append((write, Point(side, f"{_ROOMS[room]}:{function}", int(*nth or [1]))))
    return found


def changed(folder: Path, write: Write) -> Look | None:
    derived_stores._BATCH = 2
    change(folder, write.kind, write.embedder, write.reads)
    return look(folder)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    warm.run(change, folder, "update", "words", [("a", A), ("b", B)])
    assert warm.run(look, folder) == Look(expected([*A, *B]), 0, ())
    return folder


def states(write: Write) -> list[Said]:
    return [expected(write.before), expected(write.after)]


@pytest.mark.parametrize(("name", "point"), _points(), ids=lambda value: str(value))
def test_a_killed_write_leaves_the_state_before_or_after_and_the_next_completes_it(
    before: Path, tmp_path: Path, name: str, point: Point
) -> None:
    write, folder = _WRITES[name], tmp_path / "index"
    if write.before:
        shutil.copytree(before, folder)
    if write.spoiled:
        shutil.rmtree(folder / "words")
    with pytest.raises(Killed):
        warm.run(changed, folder, write, kill=point)
    if not write.spoiled:
        seen = warm.run(look, folder)
        assert (seen.papers if seen else {}) in states(write)
        assert seen is None or (seen.faults, seen.pending <= write.touched) == ((), True)
        assert seen or not write.before
    again = write._replace(kind="update", reads=[("a", A)]) if write.kind == "remove" else write  # what is gone is gone
    assert warm.run(changed, folder, again) == Look(expected(write.after), 0, ())
    assert litter(folder) == []
