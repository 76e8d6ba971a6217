"""A table as lines of text, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.table import is_rule, make_head, make_row, read_row


def test_a_head_is_a_row_and_a_rule() -> None:
    head = make_head(["", "Owls", "A | B"])
    assert head == "| | Owls | A ¦ B |\n|---|---|---|"
    assert [is_rule(read_row(line) or []) for line in head.splitlines()] == [False, True]


@pytest.mark.parametrize("line", ["", "|", "a | b", "| a", "a |", "| a | b | c"])
def test_a_line_without_bars_at_both_ends_is_no_row(line: str) -> None:
    assert read_row(line) is None


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_law_a_row_is_one_line_that_gives_its_cells_back(cells: list[str]) -> None:
    row = make_row(cells)
    assert len(row.splitlines()) == 1
    assert read_row(row) == [" ".join(cell.replace("|", "¦").split()) for cell in cells]
