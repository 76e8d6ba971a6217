"""What any source says of a paper's standing is the paper's, is told with answers, and old indexes open without it."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.index import Index
from tests.fakes import HashedWords
from tests.index.making import OWLS, WHALES, counts, write

_RETRACTED = replace(OWLS, status="retracted")


def _statuses(folder: Path) -> dict[str, str]:
    with Index.open(folder, embedder=HashedWords()) as index:
        return {paper.title: paper.status for paper in index.list_papers()}


def test_one_source_that_says_so_is_enough_and_nothing_is_embedded_for_it(tmp_path: Path) -> None:
    _, second = write(tmp_path, ("a", [WHALES, OWLS]), ("b", [_RETRACTED]))
    assert (counts(second), second.embedded) == ({"double": 1}, 0)
    assert _statuses(tmp_path) == {WHALES.title: "", OWLS.title: "retracted"}
    write(tmp_path, ("b", [WHALES]))
    assert _statuses(tmp_path) == {WHALES.title: "", OWLS.title: ""}


def test_an_index_of_before_is_read_as_it_is_and_written_on(tmp_path: Path) -> None:
    write(tmp_path, ("a", [WHALES, OWLS]))
    with closing(sqlite3.connect(tmp_path / "papers.sqlite", isolation_level=None)) as connection:
        connection.execute("ALTER TABLE records DROP COLUMN status")
    assert _statuses(tmp_path) == {WHALES.title: "", OWLS.title: ""}
    (report,) = write(tmp_path, ("a", [WHALES, _RETRACTED]))
    assert (counts(report), report.embedded) == ({"changed": 1, "unchanged": 1}, 0)
    assert _statuses(tmp_path) == {WHALES.title: "", OWLS.title: "retracted"}


def test_it_is_told_in_lists_answers_and_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, index = tmp_path / "a.jsonl", ("--index", str(tmp_path / "index"))
    paper = {
        "id": "10.1000/owl",
        "title": "RETRACTED: Owls at Night in the City",
        "abstract": "We study how owls hunt at night in cities. Our sensors record 345 flights of owls.",
    }
    file.write_text(json.dumps(paper))
    assert main(["index", str(file), *index]) == 0
    main(["papers", *index])
    assert capsys.readouterr().out.endswith("RETRACTED: Owls at Night in the City (retracted)\n")
    main(["papers", "--json", *index])
    assert json.loads(capsys.readouterr().out)["status"] == "retracted"
    exports = [tmp_path / f"out.{ending}" for ending in ("bib", "ris", "csv", "md")]
    named = [option for path in exports for option in ("--export", str(path))]
    assert main(["ask", "which papers study owls at night", "--json", *named, *index]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert "“RETRACTED: Owls at Night in the City” was retracted." in answer["notes"]
    assert [paper["status"] for paper in answer["papers"]] == ["retracted"]
    assert {citation["paper"]["status"] for citation in answer["citations"]} == {"retracted"}
    bibtex, ris, csv, markdown = (path.read_text() for path in exports)
    assert "note = {Retracted}" in bibtex
    assert "N1  - Retracted\n" in ris
    assert csv.splitlines()[1].endswith(",retracted")
    assert ", retracted" in markdown
