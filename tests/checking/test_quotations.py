"""What stands in quotation marks in a model's sentence stands in a cited abstract."""

import pytest

from assistant.checking.quotations import settle_quotations
from assistant.types import Paper

PAPER = Paper(
    "w", "Counting Whales by Ear", "We count WHALE-9 whales by ear [12]. Code is at https://good.example/code."
)
KNOWN = "How many whales are there in all the seas? Counting Whales by Ear"
SETTLED = {
    "verbatim": ("They say “we count WHALE-9 whales by ear” [1].", "They say “We count WHALE-9 whales by ear” [1]."),
    "in other marks": ("They «count WHALE-9 whales by ear ⟦12⟧» [1].", "They “count WHALE-9 whales by ear ⟦12⟧” [1]."),
    "few words": ('The so-called "ear method" [1].', 'The so-called "ear method" [1].'),
    "a title": ("“Counting Whales by Ear” counts [1].", "“Counting Whales by Ear” counts [1]."),
    "words of the question": ("As to “there in all the seas” [1].", "As to “there in all the seas” [1]."),
    "an address": ("Code is at https://good.example/code. [1]", "Code is at “https://good.example/code”. [1]"),
    "another address": ("See https://good.example/cod [1].", "See (link removed) [1]."),
    "an address of nobody": ("See www.evil.example/x [1].", "See (link removed) [1]."),
    "an address in a quotation": (
        "“Code is at https://good.example/code” [1].",
        "“Code is at https://good.example/code” [1].",
    ),
    "a name alone": ("- WHALE-9 [1].", "- “WHALE-9” [1]."),
    "a name of nobody": ("SHARK-9 [1].", "SHARK-9 [1]."),
    "a name among words": ("WHALE-9 is counted [1].", "WHALE-9 is counted [1]."),
}


@pytest.mark.parametrize(("said", "settled"), SETTLED.values(), ids=SETTLED)
def test_a_quotation_is_put_in_the_words_of_the_abstract(said: str, settled: str) -> None:
    assert settle_quotations(said, [PAPER], known=KNOWN)[0] == settled


def test_an_invented_quotation_loses_its_marks_and_is_told() -> None:
    said = "They say “we count nine hundred whales” and “it is loud” [1]."
    settled = "They say we count nine hundred whales and “it is loud” [1]."
    assert settle_quotations(said, [PAPER], known="") == (settled, ("we count nine hundred whales",))


def test_a_quotation_of_an_abstract_that_is_not_cited_is_invented() -> None:
    said = "They “count WHALE-9 whales by ear” [1]."
    assert settle_quotations(said, [], known="")[1] == ("count WHALE-9 whales by ear",)
