"""A reply that says one thing of each numbered item."""

import json

import pytest

from assistant.prompting.numbered_reply import make_schema, read_numbered


def _read(text: str) -> dict[int, bool]:
    return read_numbered(text, "statements", "supported", bool, frozenset({1, 2}))


def test_the_schema_is_closed_and_asks_for_both_fields() -> None:
    entry = {
        "type": "object",
        "properties": {"number": {"type": "integer"}, "supported": {"type": "boolean"}},
        "required": ["number", "supported"],
        "additionalProperties": False,
    }
    assert make_schema("statements", "supported", bool) == {
        "type": "object",
        "properties": {"statements": {"type": "array", "items": entry}},
        "required": ["statements"],
        "additionalProperties": False,
    }


def test_the_first_word_on_each_number_counts_and_other_numbers_do_not() -> None:
    said = [(1, True), (7, False), (2, False), (1, False)]
    entries = [{"number": number, "supported": yes, "why": "so"} for number, yes in said]
    reply = json.dumps({"statements": entries})
    assert _read(reply) == {1: True, 2: False}
    assert _read(f"Here it is:\n```json\n{reply}\n```") == {1: True, 2: False}
    assert _read('{"statements": []}') == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "[]",
        "{}",
        '{"statements": 1}',
        '{"statements": [1]}',
        '{"statements": [{"number": 1}]}',
        '{"statements": [{"number": true, "supported": true}]}',
        '{"statements": [{"number": "1", "supported": true}]}',
        '{"statements": [{"number": 1, "supported": "yes"}]}',
        "[" * 100_000,
    ],
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="form"):
        _read(text)
