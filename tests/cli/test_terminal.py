"""What a person sees of an answer in a terminal."""

from dataclasses import replace
from io import StringIO

from assistant.cli.terminal import show_answer, show_notes
from assistant.types import Finished, Judged, Started, Token, Usage, Verdict
from tests.making import MICE, OWLS, answer, verdict

OWL = answer(verdict(OWLS, "Owls hunt at night."))


def test_near_misses_follow_the_sources_with_the_criterion_they_fail() -> None:
    out = StringIO()
    whole = replace(OWL, near=(Verdict(MICE, 1, 0.2, (), "It counts nothing."),))
    assert show_answer([Token(whole.text), Finished(whole)], out, StringIO()) is whole
    assert out.getvalue() == (
        "“Owls hunt at night.” [1]\n\n[1] Owls at Night, 2025-02-03, https://example.org/o\n"
        "\nNot listed, but near:\n• Of Mice — It counts nothing.\n"
    )


def test_what_a_model_may_take_is_told_before_and_what_it_took_after() -> None:
    err = StringIO()
    paid = replace(OWL, usage=Usage(12, 34_000, 120, 0.0051))
    found = (verdict(OWLS, "Owls hunt at night."),)
    show_answer([Started("q"), Judged(0, 100, 38_000), Judged(5, 100, found=found), Finished(paid)], StringIO(), err)
    assert err.getvalue() == "judging at most 100 papers, about 38,000 tokens\nfound: Owls at Night\n"
    show_notes(paid, err)
    assert err.getvalue().splitlines()[2:] == [
        "12 calls, 34,120 tokens, $0.0051",
        "answered, 0.25 s, judged by judge, written by writer",
    ]


def test_a_cost_that_is_not_known_is_not_told() -> None:
    err = StringIO()
    show_notes(replace(OWL, usage=Usage(1, 10, 2)), err)
    assert err.getvalue().splitlines()[0] == "1 call, 12 tokens"
