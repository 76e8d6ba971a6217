"""Floors: their form, the figures they may stand under, and whether they hold."""

import pytest

from assistant.errors import UsageError
from assistant.evaluation import (
    Conversation,
    FactQuestion,
    Figure,
    GoldQuestion,
    ListQuestion,
    Turn,
    UnanswerableQuestion,
)
from assistant.evaluation.measures.floors import Floor, below, figure_names, read_floors

_GOLD: list[GoldQuestion] = [
    ListQuestion("L1", "Which?", ("a",)),
    UnanswerableQuestion("U1", "Why?", "too-new"),
    Conversation("C1", (Turn("Who?", "fact", ("a",)),)),
]
_QUOTES = ["quotes.verbatim", "quotes.numbered", "quotes.marked", "sentences.supported", "sentences.unrepaired"]


def test_floors_are_read() -> None:
    assert read_floors(["lists.f1=0.79", " silence.too-new = 1 "], _GOLD) == (
        Floor("lists.f1", 0.79),
        Floor("silence.too-new", 1),
    )


def test_the_figures_are_those_that_this_gold_gets() -> None:
    assert figure_names(_GOLD) == [
        *("lists.precision", "lists.recall", "lists.f1", "lists.map", "silence.answered", "silence.too-new"),
        *("conversations.recall", "conversations.precision", *_QUOTES, "confidence.auroc"),
    ]
    assert figure_names([FactQuestion("F1", "?", ("a",))]) == ["facts.cited", "silence.answered", *_QUOTES]


def test_an_unknown_figure_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(UsageError, match=r"no figure is called 'facts.cited'\. .*lists\.f1, lists\.map, silence"):
        read_floors(["facts.cited=0.5"], _GOLD)


@pytest.mark.parametrize(
    "text", ["lists.f1", "lists.f1=", "lists.f1=high", "lists.f1=79", "lists.f1=-1", "lists.f1=nan"]
)
def test_another_form_is_an_error(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no floor\. A floor is NAME=VALUE"):
        read_floors([text], _GOLD)


def test_a_figure_below_its_floor_and_one_without_a_value_do_not_hold() -> None:
    figures = [Figure("lists.f1", 0.78996, 3, 0.5, 0.9), Figure("lists.map", 0.1 + 0.2, 3, 0.2, 0.4)]
    floors = [Floor("lists.f1", 0.79), Floor("lists.map", 0.3), Floor("quotes.verbatim", 0)]

    assert below(floors, figures) == [
        "lists.f1 is 0.7900, below its floor 0.79.",
        "quotes.verbatim has no value in this evaluation; its floor is 0.",
    ]
