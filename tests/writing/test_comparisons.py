"""The chat writer's comparisons: a table with a quote behind each cell."""

from dataclasses import replace

import pytest

from assistant.types import Checks, Citation
from assistant.writing.chat_writer import ChatWriter
from tests.fakes_chat import FakeChat
from tests.making import MICE, quote
from tests.writing.making import CODE, PLAN, QUOTES, VERDICTS, checks_of, text_of, told, written

TABLE = """| | Counting Whales | Owls at Night |
|---|---|---|
| **Animals** | 345 whales [1] | 20 owls [2] |
| Code | free [3] | Not mentioned. |
| Colour | not stated | n/a |"""


def test_a_comparison_is_a_table_with_a_quote_behind_each_cell() -> None:
    pieces = written(TABLE, kind="compare", quotes=(*QUOTES, CODE))
    assert text_of(pieces) == [
        "| | Counting Whales | Owls at Night |\n|---|---|---|\n| Animals | 345 whales [1] | 20 owls [2] |",
        "\n| Code | free [3] | not stated |",
    ]
    assert checks_of(pieces) == Checks(3, 0, 0, 0)


@pytest.mark.parametrize(("more", "kept"), [("325", True), ("326", False)])
def test_the_sentence_below_the_table_is_checked_as_any_other(more: str, kept: bool) -> None:
    below = f"{TABLE}\n\nThe one has {more} animals more than the other [1][2]."
    text = "".join(text_of(written(below, told(), told(), kind="compare", quotes=(*QUOTES, CODE))))
    assert text.endswith(
        "| Code | free [3] | not stated |" + f"\n\nThe one has {more} animals more than the other [1][2]." * kept
    )


THREE = (*QUOTES, CODE, Citation(4, quote(MICE, "Mice are small animals.")))
TWO_HEAD = "| | Owls at Night | Of Mice |\n|---|---|---|\n"


@pytest.mark.parametrize(
    "said",
    [
        "| | Owls at Night | Of Mice |\n|---|---|---|\n| Size | not stated | small [4] |",
        "| | owls | **mice** |\n| Size | not stated | small [4] |",
        "| Number | 20 owls [2] | not small [9] |\n| Size | 20 owls [2] | small [4] |\n| Number | not stated | - |",
    ],
)
def test_the_columns_are_the_papers_that_the_model_compares(said: str) -> None:
    (row,) = text_of(written(said, kind="compare", quotes=THREE))
    assert row.startswith(TWO_HEAD) and row.endswith("| small [4] |")


def test_rows_whose_papers_cannot_be_told_go() -> None:
    assert (
        text_of(written("| Size | small [1][2] | small [4] |\n| Number | 345 [1] |", kind="compare", quotes=THREE))
        == []
    )


def test_a_cell_may_cite_its_own_paper_alone() -> None:
    said = "| Animals | 345 whales [1] | 345 whales [1] |\n| Data | the data [2] | 20 owls [2] |"
    dropped, kept = written(said, told(), kind="compare"), written(said, told(), kind="compare", keep=True)
    head = "| | Counting Whales | Owls at Night |\n|---|---|---|\n"
    assert text_of(dropped) == [head + "| Animals | 345 whales [1] | – |", "\n| Data | – | 20 owls [2] |"]
    assert text_of(kept) == [
        head + "| Animals | 345 whales [1] | 345 whales (unsupported) |",
        "\n| Data | the data (unsupported) | 20 owls [2] |",
    ]
    assert checks_of(dropped) == Checks(4, 0, 2, 0)


def test_a_cell_is_repaired_and_told_which_quotes_it_may_cite() -> None:
    model = FakeChat("| Animals | 346 whales [1] | 20 owls [2] |", told("Counting Whales, Animals: 345 whales [1]"))
    pieces = list(ChatWriter(model).write(replace(PLAN, kind="compare"), VERDICTS, (*QUOTES, CODE)))
    assert text_of(pieces)[0].endswith("\n| Animals | 345 whales [1] | 20 owls [2] |")
    asked = "1. Counting Whales, Animals: 346 whales (wrong: its quotes do not hold 346; it may cite [1], [3] only)\n"
    assert asked in model.asked[1][1].content


def test_a_sentence_before_and_after_a_table_stands_apart_from_it() -> None:
    said = "345 whales are heard [1].\n| Animals | 345 whales [1] | 20 owls [2] |\nThe data holds 20 owls [2]."
    head = "\n\n| | Counting Whales | Owls at Night |\n|---|---|---|\n| Animals | 345 whales [1] | 20 owls [2] |"
    assert text_of(written(said, kind="compare")) == [
        "345 whales are heard [1].",
        head,
        "\n\nThe data holds 20 owls [2].",
    ]


def test_a_row_with_too_few_cells_goes() -> None:
    assert text_of(written("| Animals | 345 whales [1] |", kind="compare")) == []
