"""A fixed slice of the written questions for choosing, over abstracts that do not ship, stays above its floors."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import open_assistant
from assistant.answering import Assistant
from assistant.build import build_index
from assistant.settings import Settings
from assistant.types import Answer
from benchmarks.questions import read_lines

_ASKED, _OTHERS = 25, 25  # papers asked about, and papers beside them
# Below what was measured on 2026-11-27, so that a change for the worse is seen.
_FLOORS = {"answered": 0.9, "plain": 0.9, "lay": 0.6, "missing": 0.1}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return read_lines("papers", "choose")[:_ASKED]


@pytest.fixture(scope="module")
def papers(rows: list[dict[str, Any]], shared: Path, made_once: Callable[..., Path]) -> Assistant:
    asked = {row["id"] for row in rows}

    def make(folder: Path) -> None:
        folder.mkdir()
        with gzip.open(shared / "training" / "abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
            every = [json.loads(line) for line in lines]
        others = [one for one in every if one["id"] not in asked][:_OTHERS]
        kept = [one for one in every if one["id"] in asked] + others
        records = ({"id": p["id"], "title": p["title"], "abstract": " ".join(p["sentences"])} for p in kept)
        file = folder / "abstracts.jsonl"
        file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        build_index([file], Settings(index=folder / "index"), progress=lambda _: None)

    return open_assistant(str(made_once("written-slice", make) / "index"))


def test_the_slice_stays_above_its_floors(papers: Assistant, rows: list[dict[str, Any]]) -> None:
    answers = {kind: [papers.ask(row[kind]) for row in rows] for kind in ("lay", "plain", "missing")}
    answered = [a.outcome == "answered" for kind in ("lay", "plain") for a in answers[kind]]
    measured = {"answered": sum(answered) / len(answered)}
    for kind in ("plain", "lay"):
        measured[kind] = sum(_cites(a, row["id"]) for a, row in zip(answers[kind], rows, strict=True)) / len(rows)
    measured["missing"] = sum(a.outcome != "answered" for a in answers["missing"]) / len(rows)
    assert {name: value for name, value in measured.items() if value < _FLOORS[name]} == {}, measured


def _cites(answer: Answer, paper: str) -> bool:
    return answer.outcome == "answered" and paper in {citation.quote.paper.id for citation in answer.citations}
