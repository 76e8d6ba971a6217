"""When the walk ends, and what is said of the rest."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.judging.chat.stop_rule import METHOD, Tally, completeness, is_dry
from assistant.types import Completeness

_SUMS = st.floats(0, 100)
_TALLIES = st.builds(
    Tally,
    found=st.integers(30, 60),
    asked=st.integers(60, 100),
    surprises=st.integers(0, 30),
    seen=_SUMS,
    waiting=_SUMS,
    rest=_SUMS,
    whole=st.just(300.0),
)


def tally(
    found: int,
    asked: int,
    seen: float,
    rest: float,
    *,
    surprises: int = 0,
    waiting: float = 0.0,
    whole: float = 50.0,
    near: int = 0,
) -> Tally:
    return Tally(found, asked, surprises, seen, waiting, rest, whole, near)


@pytest.mark.parametrize(
    ("at", "dry"),
    [
        (tally(5, asked=5, seen=0.0, rest=0.0), False),  # nothing is known yet
        (tally(1, asked=10, seen=0.0, rest=0.4), True),
        (tally(1, asked=10, seen=0.0, rest=0.8), False),
        (tally(6, asked=10, seen=1.0, rest=0.9), True),  # where it was not sure, it expected one and there was none
        (tally(6, asked=10, seen=1.0, rest=0.4, surprises=3), False),  # it expected one, there were three: 0.8 left
        (tally(40, asked=60, seen=5.0, surprises=5, rest=3.0), True),  # 93 of 100
        (tally(40, asked=60, seen=5.0, surprises=5, rest=3.2), False),
        (tally(30, asked=60, seen=0.0, waiting=10.0, rest=2.0), True),  # what is under way counts as found
        (tally(0, asked=10, seen=1.0, rest=0.7), False),  # before it is said that there is none
        (tally(0, asked=20, seen=1.0, rest=0.7), True),
        (tally(0, asked=10, seen=1.0, rest=0.7, near=1), True),  # what is near was found: it does not answer
        (tally(0, asked=10, seen=1.0, rest=0.1), True),  # nothing is expected of the rest
        (tally(0, asked=10, seen=0.0, waiting=1.0, rest=0.1), True),  # what is under way will hold one
        (tally(0, asked=10, seen=0.01, rest=0.01, whole=0.02), True),  # nothing here is about it
    ],
)
def test_the_walk_ends_where_more_probably_nothing_or_a_small_share_is_left(at: Tally, dry: bool) -> None:
    assert is_dry(at) is dry


def test_completeness_is_what_was_found_and_what_the_rest_is_expected_to_hold() -> None:
    told = completeness(tally(12, asked=20, seen=9.0, surprises=9, rest=2.0), judged=20, unjudged=80, corpus=278)
    # Negative binomial of shape 10 and p 10/12: P(0) is 0.16, past 0.025; P(<= 5) is 0.973 and P(<= 6) 0.990.
    assert told == Completeness(12, 20, 278, 14.0, 12, 18, 0.95, METHOD)


def test_nothing_is_left_of_what_was_judged_whole() -> None:
    told = completeness(tally(2, asked=7, seen=1.0, rest=0.0), judged=7, unjudged=0, corpus=9)
    assert told == Completeness(2, 7, 9, 2.0, 2, 2, 0.95, METHOD)


@given(_TALLIES, st.integers(0, 100))
def test_law_the_interval_holds_between_what_was_found_and_all_there_is(at: Tally, unjudged: int) -> None:
    told = completeness(at, judged=at.asked, unjudged=unjudged, corpus=1_000)
    assert at.found <= told.low <= told.high <= at.found + unjudged
    assert at.found <= told.estimate <= at.found + unjudged


@given(_TALLIES, st.integers(1, 10))
def test_law_more_surprises_never_lower_what_is_expected_of_the_rest(at: Tally, more: int) -> None:
    richer = replace(at, surprises=at.surprises + more)
    one, other = (completeness(t, judged=100, unjudged=300, corpus=400) for t in (at, richer))
    assert (other.high, other.estimate) >= (one.high, one.estimate)
