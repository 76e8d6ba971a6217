"""Gold files: what is read, and what is said of lines that are no gold."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.evaluation import (
    Conversation,
    FactQuestion,
    ListQuestion,
    Turn,
    UnanswerableQuestion,
    read_all,
    read_gold,
)

_GOOD = '{"id": "L1", "kind": "list", "question": "Which?", "relevant": ["A"]}'


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_kind_is_read_and_other_keys_are_passed_over(tmp_path: Path) -> None:
    rows = [
        {"id": "L1", "kind": "list", "question": "Which?", "relevant": ["A", "B"], "partial": ["C"]},
        {
            "id": "F1",
            "kind": "fact",
            "question": "How many?",
            "relevant": ["A"],
            "must_contain": ["7"],
            "evidence": [1],
        },
        {"id": "F2", "kind": "compare", "question": "Which of two?", "relevant": ["A", "B"]},
        {"id": "U1", "kind": "unanswerable", "question": "Why?", "reason": "off-topic", "near": [], "relevant": []},
        {"id": "C1", "kind": "conversation", "turns": [{"question": "Who?", "kind": "fact", "relevant": ["A"]}]},
    ]
    path = _file(tmp_path, *map(json.dumps, rows), "")

    assert read_gold(path) == [
        ListQuestion("L1", "Which?", ("A", "B"), ("C",)),
        FactQuestion("F1", "How many?", ("A",), ("7",)),
        FactQuestion("F2", "Which of two?", ("A", "B"), (), "compare"),
        UnanswerableQuestion("U1", "Why?", "off-topic"),
        Conversation("C1", (Turn("Who?", "fact", ("A",)),)),
    ]


def test_a_byte_order_mark_and_line_separators_inside_a_text_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(_GOOD.replace("Which?", "Which\u2028one?"), encoding="utf-8-sig")

    assert read_gold(path) == [ListQuestion("L1", "Which\u2028one?", ("A",))]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "this is not JSON"),
        ("[" * 200_000, "this is not JSON"),
        ("[1]", "this is not a JSON object"),
        ('{"id": "X"}', "'kind' has to be a text that is not empty"),
        (
            '{"id": "X", "kind": "riddle"}',
            "the kind 'riddle' is none of list, fact, compare, unanswerable, conversation",
        ),
        ('{"id": 7, "kind": "list", "question": "?"}', "'id' has to be a text that is not empty"),
        ('{"id": "X", "kind": "list", "question": " "}', "'question' has to be a text that is not empty"),
        ('{"id": "X", "kind": "list", "question": "\\ud800"}', "'question' has to be a text that is not empty"),
        ('{"id": "X", "kind": "list", "question": "?", "relevant": "A"}', "'relevant' has to be a list of texts"),
        ('{"id": "X", "kind": "list", "question": "?", "partial": [1]}', "'partial' has to be a list of texts"),
        ('{"id": "X", "kind": "fact", "question": "?", "relevant": []}', "'relevant' names no paper"),
        ('{"id": "X", "kind": "unanswerable", "question": "?"}', "'reason' has to be a text that is not empty"),
        ('{"id": "X", "kind": "conversation", "turns": []}', "'turns' has to be a list of objects"),
        (_GOOD, "the id 'L1' stands a second time"),
    ],
)
def test_a_bad_line_is_named_with_file_line_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    path = _file(tmp_path, _GOOD, "", line)

    with pytest.raises(UsageError) as caught:
        read_gold(path)

    assert caught.value.message.startswith(f"{path}:3: {reason}")
    assert caught.value.hint.startswith("Correct that line")


def test_a_bad_turn_is_named_with_its_number(tmp_path: Path) -> None:
    turns = [{"question": "Who?", "kind": "fact"}, {"question": "And?", "kind": "riddle"}]
    path = _file(tmp_path, json.dumps({"id": "C1", "kind": "conversation", "turns": turns}))

    with pytest.raises(UsageError) as caught:
        read_gold(path)

    assert caught.value.message.startswith(f"{path}:1, turns 2: the kind 'riddle' is none of")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "holds no question"), (b" \n\n", "holds no question"), (b"\xff\xfe", "is not UTF-8 text")],
)
def test_a_file_without_questions_is_an_error(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)

    with pytest.raises(UsageError, match=reason):
        read_gold(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")


def test_an_id_in_two_files_is_an_error(tmp_path: Path) -> None:
    path = _file(tmp_path, _GOOD)

    with pytest.raises(UsageError, match="the id 'L1' stands in"):
        read_all([path, path])


@given(line=st.text() | st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x)).map(json.dumps))
def test_any_line_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, line: str) -> None:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text(line, encoding="utf-8", errors="replace")

    with pytest.raises(UsageError):
        read_gold(path)
