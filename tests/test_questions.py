"""The written questions keep the form that benchmarks/questions/README.md tells; every part has some of each file."""

import re
from statistics import mean

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
    assert all(set(row) - {"premise"} == {"id", "text", "answer"} for row in rows)
    assert all(len(row["text"].split()) <= 30 for row in rows)
    assert 0.45 < sum(bool(row["answer"]) for row in rows) / len(rows) < 0.8


def test_what_takes_something_untrue_for_granted_is_not_answered() -> None:
    rows = [row for row in read_lines("curt") if "premise" in row]
    assert rows and all(row["premise"] is True and not row["answer"] for row in rows)


def test_a_pair_of_short_questions_is_alike_in_length_whether_it_is_answered_or_not() -> None:
    rows = read_lines("curt")[402:]  # before these, short questions were written one by one
    words = {told: [len(row["text"].split()) for row in rows if bool(row["answer"]) == told] for told in (True, False)}
    assert len(words[True]) == len(words[False])
    assert abs(mean(words[True]) - mean(words[False])) < 0.6


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
