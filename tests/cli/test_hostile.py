"""Titles, abstracts and file names that try to steer the terminal of whoever asks."""

import json
import re
from pathlib import Path

import pytest

from assistant.cli import main

_TITLE = "Whales \x1b[2J\u202eyb\u202c Ear\u200b \x9b31m"
_ABSTRACT = "We hear 345 whales \x1b]8;;https://e.example\x1b\\in the sea\u2066 at night.\u2069 Nothing else is heard."
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    papers = tmp_path / "pa\x1b[2Jpers.jsonl"
    lines = [{"id": "1", "title": _TITLE, "abstract": _ABSTRACT}, {"id": "2"}]
    papers.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    folder = tmp_path / "index"
    assert main(["index", str(papers), "--index", str(folder)]) == 3
    assert _STEERS.findall(capsys.readouterr().err.replace("\r", "")) == []
    return folder


_COMMANDS = [
    ["papers"],
    ["search", "whales"],
    ["ask", "How many whales are heard?"],
    ["ask", "Which papers hear whales?"],
    ["ask", "whales?", "--source", "no\x1b[2Jne"],
]


@pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_nothing_printed_steers_a_terminal(
    index: Path, command: list[str], form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main([*command, *form, "--index", str(index)])
    out, err = capsys.readouterr()
    assert _STEERS.findall(out + err) == []
    assert "hales" in out or "no source is called no[2Jne" in err


def test_the_json_is_verbatim_all_the_same(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "Which papers hear whales?", "--json", "--index", str(index)])
    (citation,) = json.loads(capsys.readouterr().out)["citations"]
    assert citation["paper"]["title"] == _TITLE
    assert citation["quote"] == _ABSTRACT[citation["start"] : citation["end"]]
    assert "\x1b" in citation["quote"]
