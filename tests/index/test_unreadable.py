"""A paper whose entry has become unreadable stays as it was read last; one that is no longer listed goes."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.types import Record, Rejection
from tests.index.making import CRANES, MICE, OWLS, WHALES, counts, write

_BROKEN = Rejection("a.jsonl", 2, "this line is no JSON")
_BARE = Rejection("a.jsonl", 2, "no abstract", no_abstract=True)
_NEW = replace(CRANES, title="Cranes of the North", given_id=None)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([WHALES, _BROKEN, MICE], {"unchanged": 2, "kept": 1}),
        ([_BROKEN, OWLS, MICE], {"unchanged": 2, "kept": 1}),
        ([WHALES, OWLS, _BROKEN], {"unchanged": 2, "kept": 1}),
        ([WHALES, _BROKEN], {"unchanged": 1, "kept": 2}),  # which of the two it was cannot be told
        ([WHALES, _NEW, _BROKEN], {"unchanged": 1, "new": 1, "gone": 1, "kept": 1}),
        ([_BROKEN, WHALES, MICE], {"unchanged": 2, "gone": 1}),
        ([MICE, _BROKEN, WHALES], {"unchanged": 2, "kept": 1}),
        ([WHALES, replace(OWLS, abstract="Owls sleep."), _BROKEN, MICE], {"unchanged": 2, "changed": 1}),
        ([WHALES, _BARE, MICE], {"unchanged": 2, "gone": 1}),
    ],
)
def test_what_stood_where_an_entry_cannot_be_read_stays(
    now: Sequence[Record | Rejection], expected: dict[str, int], tmp_path: Path
) -> None:
    before = [replace(record, line=line) for line, record in enumerate((WHALES, OWLS, MICE), 1)]
    write(tmp_path, ("a.jsonl", before))
    (report,) = write(tmp_path, ("a.jsonl", now))
    found = {**counts(report), **({"kept": report.kept} if report.kept else {})}
    assert {name: count for name, count in found.items() if name != "rejected"} == expected
    assert report.papers == sum(count for name, count in expected.items() if name != "gone")


def test_it_says_so_and_takes_the_entry_again_once_it_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, index = tmp_path / "a.jsonl", ("--index", str(tmp_path / "index"))
    lines = [json.dumps({"id": str(n), "title": f"Owls {n}", "abstract": f"Owls hunt {n}."}) for n in range(3)]
    file.write_text("\n".join(lines))
    assert main(["index", str(file), *index]) == 0
    file.write_text("\n".join([lines[0], lines[1][:20], lines[2]]))
    capsys.readouterr()
    assert main(["index", str(file), *index]) == 3
    told = capsys.readouterr().err
    assert "a.jsonl:2:" in told
    assert "1 paper stays as it was read last: its entry cannot be read now" in told
    assert "the index holds 3 papers" in told
    file.write_text("\n".join([lines[0], lines[2]]))
    assert main(["index", str(file), *index]) == 0
    assert "2 unchanged, 0 double, 1 gone" in capsys.readouterr().err
