"""The gold that ships: true of the sample listing, and nothing in it that may not ship."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation import FactQuestion, read_all, shipped_gold

from .sample import sample_papers

_NAMING = ("relevant", "partial", "near")  # the keys that name papers
_ALLOWED = {"id", "kind", "question", "relevant", "partial", "near", "reason", "answer", "must_contain", "turns"}
_ALLOWED_IN_TURNS = {"question", "standalone", "kind", "relevant"}

_Row = Mapping[str, Any]  # a JSON object


def _rows() -> list[_Row]:
    return [json.loads(line) for path in shipped_gold() for line in path.read_text(encoding="utf-8").splitlines()]


def _parts(row: _Row) -> list[_Row]:
    """The row itself and its turns."""
    return [row, *row.get("turns", [])]


def test_the_sample_has_its_papers() -> None:
    assert len({paper.title for paper in sample_papers()}) == 278


def test_every_file_in_the_folder_is_shipped_gold() -> None:
    folder = shipped_gold()[0].parent

    assert sorted(folder.iterdir()) == sorted(shipped_gold())


def test_every_shipped_question_is_read_and_has_its_own_id() -> None:
    assert [question.id for question in read_all(shipped_gold())] == [row["id"] for row in _rows()]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_every_paper_named_is_in_the_sample(row: _Row) -> None:
    titles = {paper.title for paper in sample_papers()}
    named = [title for part in _parts(row) for key in _NAMING for title in part.get(key, [])]

    assert [title for title in named if title not in titles] == []


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_no_sentence_of_an_abstract_is_shipped(row: _Row) -> None:
    assert set(row) <= _ALLOWED
    assert all(set(turn) <= _ALLOWED_IN_TURNS for turn in _parts(row)[1:])


@pytest.mark.parametrize(
    "fact", [gold for gold in read_all(shipped_gold()) if isinstance(gold, FactQuestion)], ids=lambda fact: fact.id
)
def test_what_a_fact_must_contain_stands_in_the_sample(fact: FactQuestion) -> None:
    abstracts = [paper.abstract.lower() for paper in sample_papers() if paper.title in fact.relevant]
    absent = [part for part in fact.must_contain if not any(part.lower() in abstract for abstract in abstracts)]

    assert (len(abstracts), absent) == (len(fact.relevant), [])


def test_no_paper_is_both_relevant_and_partial() -> None:
    doubles = [row["id"] for row in _rows() if set(row.get("relevant", [])) & set(row.get("partial", []))]

    assert doubles == []


def test_no_text_of_the_gold_repeats_a_sentence_of_the_papers(shared: Path) -> None:
    evidence = [
        sentence
        for line in (shared / "gold" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
        for sentence in json.loads(line)["evidence"]
    ]
    shipped = "\n".join(path.read_text(encoding="utf-8") for path in shipped_gold())

    assert [sentence for sentence in evidence if sentence in shipped] == []
