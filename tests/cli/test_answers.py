"""An answer on a terminal, as its events come."""

from dataclasses import replace
from io import StringIO

from assistant.cli.terminal import show_answer
from assistant.types import Event, Finished, Token
from tests.making import OWLS, answer, verdict

_DONE = replace(answer(verdict(OWLS, "Owls hunt at night.")), text="Owls hunt [1].\nThey see [1]. (unsupported)")


def _shown(*events: Event) -> str:
    out = StringIO()
    show_answer(events, out, StringIO())
    return out.getvalue()


def test_what_a_second_look_marked_is_told_below() -> None:
    assert _shown(Token("Owls hunt [1]."), Token("\nThey see [1]."), Finished(_DONE)) == (
        "Owls hunt [1].\nThey see [1].\n"
        "\nAfter a second look:\nThey see [1]. (unsupported)\n"
        "\n[1] Owls at Night, 2025-02-03, https://example.org/o\n"
    )


def test_a_table_stands_aligned_above_the_sources() -> None:
    text = "| | Owls |\n|---|---|\n| Time | night [1] |"
    assert _shown(Token(text), Finished(replace(_DONE, text=text))) == (
        "      Owls\n----  ---------\nTime  night [1]\n\n[1] Owls at Night, 2025-02-03, https://example.org/o\n"
    )
