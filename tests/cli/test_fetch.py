"""`assistant fetch` against a real server: one growing source, exit codes, and nothing kept by a dry run."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.cli import main
from tests.fetching import shapes
from tests.servers.services import Said, Service

_DAY = ("fetch", "daily-papers", "--date", "2025-01-06")


def _run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(args)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_source_grows_and_never_shrinks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed: Sequence[int] = range(2)
    index = ("--index", str(tmp_path / "index"))
    with Service(shapes.daily(lambda _: listed)) as server:
        code, _, err = _run(capsys, *_DAY, "--base", server.url, *index)
        assert code == 0
        assert "daily-papers: 2 came, 2 new; 2 kept" in err
        listed = range(1, 3)
        code, _, err = _run(capsys, *_DAY, "--base", server.url, *index)
    assert code == 0
    assert "daily-papers: 2 came, 1 new; 3 kept" in err
    papers = [json.loads(line) for line in _run(capsys, "papers", "--json", *index)[1].splitlines()]
    assert sorted(paper["id"] for paper in papers) == ["2501.00000", "2501.00001", "2501.00002"]
    assert {paper["date"] for paper in papers} == {"2025-01-06"}


def test_a_dry_run_shows_papers_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Service(shapes.daily(lambda _: range(1))) as server:
        code, out, err = _run(capsys, *_DAY, "--dry-run", "--base", server.url, "--index", str(tmp_path / "index"))
    assert (code, out) == (0, "2501.00000\t2025-01-06\tOwls number 0\n")
    assert err == "daily-papers: 1 papers on the first page; nothing is kept\n"
    assert list(tmp_path.iterdir()) == []


def test_no_network_is_one_sentence_and_exit_5(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Service(lambda _: Said()) as server:
        gone = server.url
    code, out, err = _run(capsys, "fetch", "feed", gone, "--index", str(tmp_path / "index"))
    assert (code, out) == (5, "")
    assert err.strip() == (
        "assistant: 127.0.0.1 cannot be reached. Check the network, then run the same command again."
    )


def test_fewer_papers_than_announced_are_told_and_exit_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Service(
        lambda a: Said(json.dumps({"meta": {"count": 2, "next_cursor": None}, "results": [shapes.work(0)]}).encode())
    ) as server:
        code, _, err = _run(
            capsys, "fetch", "openalex", "--query", "owls", "--base", server.url, "--index", str(tmp_path / "index")
        )
    assert code == 3
    assert "announced 2, got 1; run it again later" in err


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("daily-papers", "--date", "yesterday"), "'yesterday' is not a date"),
        (("daily-papers", "--days", "400"), "400 is not a number of days from 1 to 366"),
        (("arxiv", "--query", "owls", "--days", "2"), "--days goes with --category"),
        (("arxiv", "--ids", "IDS"), "ids.txt:2: '704.0409' is no arXiv id"),
        (("zotero", "--library", "mine"), "'mine' is no Zotero library"),
    ],
)
def test_what_cannot_be_asked_for_is_said_before_anything_is_asked(
    args: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("2501.01234\n704.0409\n", encoding="utf-8")
    given = [str(ids) if arg == "IDS" else arg for arg in args]
    code, _, err = _run(capsys, "fetch", *given, "--index", str(tmp_path / "index"))
    assert code == 2
    assert told in err
