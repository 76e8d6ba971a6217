"""CSV, read back by Python's own reader and by the rules of spreadsheets."""

import csv
from dataclasses import replace
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from assistant.exporting.csv_table import COLUMNS, cell, to_csv
from assistant.exporting.field_text import one_line
from assistant.types import Paper
from tests.exporting.hostile import HOSTILE, over, papers, words
from tests.making import MICE, OWLS, answer, verdict


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def _said(value: str) -> str:
    return value.removeprefix("'")


def test_a_row_says_why_a_paper_is_listed_and_near_misses_come_last() -> None:
    told = replace(
        answer(verdict(OWLS, "Owls hunt at night.")), near=(replace(verdict(MICE, relevance=1), reason="no number"),)
    )
    first, second = _rows(to_csv("", [told]))
    assert tuple(first) == COLUMNS
    assert first == {
        "question": "Which papers count animals?", "place": "1", "id": "o", "title": "Owls at Night", "authors": "",
        "date": "2025-02-03", "url": "https://example.org/o", "relevance": "2", "score": "0.8000",
        "quotes": "[1] Owls hunt at night.", "reason": "", "status": "",
    }  # fmt: skip
    assert (second["place"], second["title"], second["reason"]) == ("near", "Of Mice", "no number")


def test_no_cell_of_a_hostile_paper_is_a_formula() -> None:
    (row,) = _rows(to_csv("", [over(HOSTILE)]))
    assert row["title"] == "'" + one_line(HOSTILE.title)
    assert [value for value in row.values() if value[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []


@given(words)
def test_a_cell_is_never_a_formula_and_comes_back(text: str) -> None:
    made = cell(one_line(text))
    assert made[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}
    assert _said(made) == one_line(text)


@given(st.lists(papers(), min_size=1, max_size=2))
def test_any_papers_come_back_from_csv(found: list[Paper]) -> None:
    rows = _rows(to_csv("", [over(paper) for paper in found]))
    assert [_said(row["title"]) for row in rows] == [one_line(paper.title) for paper in found]
    assert [_said(row["question"]) for row in rows] == [one_line(paper.title) for paper in found]
    assert [row["quotes"] for row in rows] == [f"[1] {one_line(paper.abstract)}" for paper in found]
