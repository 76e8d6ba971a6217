"""`assistant index --dry-run`: says what indexing would do, and does nothing."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.index.making import files


def paper(name: str, abstract: str) -> str:
    return json.dumps({"id": name, "title": f"Owls of {name}", "abstract": abstract})


def report(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> dict[str, object]:
    assert main(["index", "--json", *args]) == code
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return {name: value for name, value in told.items() if name not in ("seconds", "tokens")}


def test_a_dry_run_reports_what_the_run_then_does_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers, index = tmp_path / "papers", tmp_path / "index"
    papers.mkdir()
    first, second = papers / "a.jsonl", papers / "b.jsonl"
    first.write_text("\n".join(paper(name, "Owls hunt at night.") for name in ("one", "two", "three")))
    second.write_text(paper("four", "Owls sleep."))
    asked = (str(papers), "--prune", "--index", str(index))
    dry = report(capsys, *asked, "--dry-run")
    assert not index.exists()
    assert report(capsys, *asked) == dry
    first.write_text("\n".join([paper("one", "Owls hunt mice."), paper("two", "Owls hunt at night."), "{"]))
    (papers / "c.jsonl").write_text(paper("five", "Owls fly."))
    second.unlink()
    before = files(index)
    dry = report(capsys, *asked, "--dry-run", code=3)
    assert files(index) == before
    assert (dry["new"], dry["changed"], dry["gone"], dry["pruned"]) == (1, 1, 1, [str(second)])
    assert report(capsys, *asked, code=3) == dry


def test_a_dry_run_counts_the_tokens_for_a_model_and_does_not_call_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, index = tmp_path / "a.jsonl", tmp_path / "index"
    file.write_text(paper("one", "Owls hunt at night."))
    assert main(["index", str(file), "--index", str(index)]) == 0
    monkeypatch.setenv("ASSISTANT_EMBED_MODEL", "remote")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # where nobody answers
    capsys.readouterr()
    assert main(["index", "--rebuild", "--dry-run", "--index", str(index)]) == 0
    told = capsys.readouterr().err
    assert "the index would hold 1 paper" in told
    assert "1 piece would be sent to remote, about 13 tokens; this was a dry run, nothing is written" in told
    assert main(["index", str(file), "--dry-run", "--index", str(index)]) == 4
    assert "not with openai:remote" in capsys.readouterr().err
