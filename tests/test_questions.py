"""The written questions keep the form that benchmarks/questions/README.md tells; every part has some of each file."""

import re

import pytest

from benchmarks.questions import FILES, part_of, read_lines

_WANTS = {"list", "fact", "compare", "overview", "count", "lookup", "collection", "metadata", "talk"}
_LEANS = {"none", "list", "one", "topic"}
_PLACE = re.compile(r"@(?:\d+|last)")


@pytest.mark.parametrize("name", FILES)
def test_no_line_stands_twice_and_every_part_has_some(name: str) -> None:
    keys = [row.get("id") or row["text"] for row in read_lines(name)]
    lines = [str(row) for row in read_lines(name)]
    assert len(set(lines if name == "curt" else keys)) == len(lines)
    assert {part_of(key) for key in keys} == {"train", "choose", "test"}


def test_a_papers_line_has_all_its_questions_and_a_short_answer() -> None:
    for row in read_lines("papers"):
        assert set(row) == {"id", "lay", "plain", "topic", "kw", "answer", "short", "missing"}, row["id"]
        assert all(row[key].strip() for key in ("lay", "plain", "topic", "kw", "missing")), row["id"]
        assert row["answer"], row["id"]
        assert 0 < len(row["short"].split()) <= 12, row["id"]


def test_a_curt_question_is_short_and_many_of_them_are_answered() -> None:
    rows = read_lines("curt")
    assert all(set(row) == {"id", "text", "answer"} and len(row["text"].split()) <= 12 for row in rows)
    assert 0.6 < sum(bool(row["answer"]) for row in rows) / len(rows) < 0.8


def test_an_utterance_says_what_it_wants_and_leans_on() -> None:
    rows = read_lines("utterances")
    assert {row["want"] for row in rows} == _WANTS
    assert {row["lean"] for row in rows} == _LEANS


def test_a_conversation_begins_alone_and_its_right_papers_are_of_its_collection() -> None:
    for talk in read_lines("conversations"):
        first, *others = talk["turns"]
        assert first["lean"] == "none", talk["id"]
        assert 2 <= len(others) <= 4, talk["id"]
        for turn in talk["turns"]:
            right = [*turn["relevant"], *turn.get("partial", ())]
            assert turn["want"] in _WANTS, turn
            assert turn["lean"] in _LEANS, turn
            assert turn["lean"] == "none" or turn["alone"], turn
            assert len(set(right)) == len(right), turn
            assert all(id in talk["papers"] or _PLACE.fullmatch(id) for id in right), turn


def test_no_paper_of_a_list_is_right_and_only_allowed_at_once() -> None:
    for row in read_lines("lists"):
        assert row["question"].strip(), row["id"]
        assert row["relevant"], row["id"]
        both = [*row["relevant"], *row["partial"]]
        assert len(set(both)) == len(both), row["id"]
