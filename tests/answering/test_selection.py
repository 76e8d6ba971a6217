"""The outcome, and what is shown of a judgement."""

import pytest

from assistant.answering.selection import further_quotes, is_list, one_a_text, outcome_of, papers_shown, quotes_for
from assistant.ports import Judgement
from assistant.types import Completeness, Kind, Outcome, Paper, Verdict
from tests.making import MICE, OWLS, WHALES, verdict

_TWO = verdict(WHALES, "Our model hears 345 whales [12].", "Code is free.", relevance=3)
_ONE = verdict(OWLS, "Owls hunt at night.")
_NEAR = verdict(MICE, "Mice are small animals.", relevance=1)
_BARE = verdict(MICE, relevance=3)


@pytest.mark.parametrize(
    ("verdicts", "stated", "outcome"),
    [
        ((_TWO, _NEAR), True, "answered"),
        ((_TWO, _NEAR), False, "not_stated"),
        ((_NEAR,), True, "not_stated"),
        ((_BARE,), True, "not_covered"),  # nothing can be quoted: nothing is claimed
        ((), True, "not_covered"),
    ],
)
def test_the_outcome(verdicts: tuple[Verdict, ...], stated: bool, outcome: Outcome) -> None:
    assert outcome_of(Judgement(verdicts, 0.5, stated=stated)) == outcome


def test_an_answer_shows_the_relevant_papers_that_can_be_quoted() -> None:
    assert papers_shown(Judgement((_TWO, _BARE, _ONE, _NEAR), 0.9, stated=True), "answered") == [_TWO, _ONE]


def test_not_stated_shows_the_nearest() -> None:
    assert papers_shown(Judgement((_NEAR, _ONE), 0.2, stated=False), "not_stated") == [_ONE, _NEAR]


def test_a_paper_with_its_title_in_two_languages_is_one() -> None:
    text = "We record whales in three seas for a year and count how often each of them sings by day and by night."
    english, german = Paper("e", "Counting Whales", text), Paper("d", "Wale zählen", text.replace(" ", "  ", 1))
    both = (verdict(english, text[:10], relevance=3), _ONE, verdict(german, german.abstract[:10], relevance=2))
    told = one_a_text(Judgement(both, 0.9, stated=True, completeness=Completeness(3, 9, 9, 3.5, 3.0, 4.0, 0.95, "m")))
    assert told.verdicts == both[:2]
    assert told.completeness == Completeness(2, 9, 9, 2.5, 2.0, 3.0, 0.95, "m")
    assert one_a_text(Judgement((_TWO, _ONE, _NEAR), 0.9, stated=True)).verdicts == (_TWO, _ONE, _NEAR)


def test_not_covered_shows_nothing() -> None:
    assert papers_shown(Judgement((), 0.1, stated=False), "not_covered") == []


def test_a_list_gets_all_quotes_paper_by_paper() -> None:
    quotes = quotes_for([_TWO, _ONE], "list", "answered")
    assert [(c.number, c.quote.text) for c in quotes] == [
        (1, "Our model hears 345 whales [12]."),
        (2, "Code is free."),
        (3, "Owls hunt at night."),
    ]


def test_a_fact_gets_each_papers_best_quote_and_then_the_next_best_three_in_all() -> None:
    quotes = quotes_for([_TWO, _ONE], "fact", "answered")
    assert [c.quote.text for c in quotes] == [
        "Our model hears 345 whales [12].",
        "Owls hunt at night.",
        "Code is free.",
    ]
    assert len(quotes_for([_TWO, _ONE, _NEAR], "fact", "answered")) == 3


def test_a_paper_that_no_quote_is_of_follows_with_its_best() -> None:
    further = further_quotes([_TWO, _ONE], quotes_for([_TWO], "fact", "answered"))
    assert [(c.number, c.quote.text) for c in further] == [(3, "Owls hunt at night.")]


@pytest.mark.parametrize(("kind", "papers", "listed"), [("list", 1, True), ("fact", 3, False), ("fact", 4, True)])
def test_a_fact_that_many_papers_answer_is_a_list(kind: Kind, papers: int, listed: bool) -> None:
    assert is_list([_ONE] * papers, kind) is listed
