"""When the walk ends, and what is said of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.stopping import METHOD, Tally, completeness, is_dry
from assistant.types import Completeness

_SUMS = st.floats(0, 100)
_TALLIES = st.builds(Tally, found=st.integers(0, 60), asked=st.integers(0, 100), seen=_SUMS, waiting=_SUMS, rest=_SUMS)


@pytest.mark.parametrize(
    ("tally", "dry"),
    [
        (Tally(found=5, asked=5, seen=5.0, waiting=0.0, rest=0.0), False),  # nothing is known yet
        (Tally(found=1, asked=10, seen=1.0, waiting=0.0, rest=0.4), True),
        (Tally(found=1, asked=10, seen=1.0, waiting=0.0, rest=0.7), False),
        (Tally(found=0, asked=35, seen=1.0, waiting=0.0, rest=0.1), False),  # before it is said that there is none
        (Tally(found=0, asked=40, seen=1.0, waiting=0.0, rest=0.7), True),  # 2/3 of 0.7 is left
        (Tally(found=0, asked=10, seen=0.0, waiting=1.0, rest=0.1), True),  # what is under way will hold one
        (Tally(found=0, asked=10, seen=0.01, waiting=0.0, rest=0.01), True),  # nothing here is about it
        (Tally(found=6, asked=10, seen=2.0, waiting=0.0, rest=0.3), False),  # found twice what was expected: 0.6 left
        (Tally(found=40, asked=60, seen=40.0, waiting=0.0, rest=2.0), True),  # 95 of 100
        (Tally(found=40, asked=60, seen=40.0, waiting=0.0, rest=2.3), False),
        (Tally(found=30, asked=60, seen=30.0, waiting=10.0, rest=2.0), True),  # what is under way counts as found
    ],
)
def test_the_walk_ends_where_less_than_half_a_paper_or_a_twentieth_is_left(tally: Tally, dry: bool) -> None:
    assert is_dry(tally) is dry


def test_completeness_is_what_was_found_and_what_the_rest_is_expected_to_hold() -> None:
    tally = Tally(found=8, asked=20, seen=8.0, waiting=0.0, rest=2.0)
    told = completeness(tally, judged=20, unjudged=80, corpus=278)
    # Negative binomial of shape 10 and p 10/12: P(0) is 0.16, past 0.025; P(<= 5) is 0.973 and P(<= 6) 0.990.
    assert told == Completeness(8, 20, 278, 10.0, 8, 14, 0.95, METHOD)


def test_nothing_is_left_of_what_was_judged_whole() -> None:
    tally = Tally(found=2, asked=7, seen=5.0, waiting=0.0, rest=0.0)
    assert completeness(tally, judged=7, unjudged=0, corpus=9) == Completeness(2, 7, 9, 2.0, 2, 2, 0.95, METHOD)


@given(_TALLIES, st.integers(0, 100))
def test_law_the_interval_holds_between_what_was_found_and_all_there_is(tally: Tally, unjudged: int) -> None:
    told = completeness(tally, judged=tally.asked, unjudged=unjudged, corpus=1_000)
    assert tally.found <= told.low <= told.high <= tally.found + unjudged
    assert tally.found <= told.estimate <= tally.found + unjudged


@given(_TALLIES, st.integers(1, 10))
def test_law_finding_more_never_lowers_the_expected_rest(tally: Tally, more: int) -> None:
    richer = Tally(tally.found + more, tally.asked, tally.seen, tally.waiting, tally.rest)
    one, other = (completeness(t, judged=100, unjudged=300, corpus=400) for t in (tally, richer))
    assert other.high - other.found >= one.high - one.found
