"""A table in the text of an answer, laid out for a terminal; all other text as it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.terminal_table import Columns, lay_out

TEXT = """Both count [1].

| | Whales | Owls |
|---|---|---|
| Number | 345 [1] | 20 [2] |
| Code | free [3] | – |

So far."""
SHOWN = """Both count [1].

        Whales    Owls
------  --------  ------
Number  345 [1]   20 [2]
Code    free [3]  –

So far."""


@pytest.mark.parametrize("size", [1, 5, 1_000])
def test_a_table_comes_aligned_however_the_text_arrives(size: int) -> None:
    columns = Columns(80)
    assert "".join(columns.feed(TEXT[i : i + size]) for i in range(0, len(TEXT), size)) + columns.end() == SHOWN


def test_text_is_passed_on_at_once_and_a_table_when_it_is_whole() -> None:
    columns = Columns(80)
    assert columns.feed("Both | all") == "Both | all"
    assert columns.feed("\n| a | b |") == "\n"
    assert columns.feed("\n| c | dd |\n") == ""
    assert columns.end() == "a  b\n-  --\nc  dd"


def test_long_cells_are_wrapped_within_their_columns() -> None:
    rows = [["", "Whales", "Owls"], ["Number", "345 of them are heard", "20"], ["Code", "free", "–"]]
    assert lay_out(rows, 34) == (
        "        Whales        Owls\n"
        "------  ------------  ----\n"
        "Number  345 of them   20\n"
        "        are heard\n"
        "\n"
        "Code    free          –\n"
    )


@given(st.text(alphabet="|ab -\n1[]", max_size=60))
def test_law_no_letter_is_lost(text: str) -> None:
    columns = Columns(40)
    shown = columns.feed(text) + columns.end()
    assert sorted(c for c in shown if c in "ab1") == sorted(c for c in text if c in "ab1")
