"""Files that a folder has lost are told when it is indexed again, and taken out when that is asked for."""

import json
from pathlib import Path

import pytest

from assistant.cli import main


def _report(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, object]:
    assert main(["index", "--json", *args]) == 0
    report: dict[str, object] = json.loads(capsys.readouterr().out)
    return report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place in ("papers/a", "papers/b", "papers-of-others/a"):
        file = tmp_path / f"{place}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({"id": place, "title": f"Owls of {place}", "abstract": "Owls hunt at night."}))
    return tmp_path / "papers"


def test_a_vanished_file_is_told_and_stays_until_it_is_pruned(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ("--index", str(tmp_path / "index"))
    others = tmp_path / "papers-of-others"
    assert _report(capsys, str(folder), str(others), *index)["vanished"] == []
    gone = folder / "b.jsonl"
    gone.unlink()
    (others / "a.jsonl").unlink()
    report = _report(capsys, str(folder), *index)
    assert (report["vanished"], report["gone"], report["papers"]) == ([str(gone)], 0, 3)
    assert main(["index", str(folder), *index]) == 0
    told = capsys.readouterr().err
    assert f"its file is gone: {gone}" in told
    assert "--prune takes them out" in told
    report = _report(capsys, str(folder), "--prune", *index)
    assert (report["vanished"], report["pruned"], report["gone"], report["papers"]) == ([], [str(gone)], 1, 2)
    assert _report(capsys, str(folder), "--prune", *index)["pruned"] == []


def test_a_file_that_was_named_by_itself_prunes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ("--index", str(tmp_path / "index"))
    _report(capsys, str(folder), *index)
    (folder / "b.jsonl").unlink()
    report = _report(capsys, str(folder / "a.jsonl"), "--prune", *index)
    assert (report["pruned"], report["papers"]) == ([], 2)
