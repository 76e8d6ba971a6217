"""A sentence against the quotes it cites: what the code says by itself, and what it leaves open."""

import pytest

from assistant.checking.support import Finding, check, is_about
from assistant.types import Paper, Quote
from tests.making import quote

TITLE = "LINGO: Heard Whales"
ABSTRACT = (
    "LINGO finds 1,345 whales in three seas with a Gaussian model. It does not need pictures. "
    "LINGO outperforms PodNet by 12%. The code of 4 tools is free."
)
PAPER = Paper("w", TITLE, ABSTRACT)
FINDS = quote(PAPER, "LINGO finds 1,345 whales in three seas with a Gaussian model.")
NEEDS = quote(PAPER, "It does not need pictures.")
BEATS = quote(PAPER, "LINGO outperforms PodNet by 12%.")

SENTENCES: dict[str, tuple[Quote, Finding]] = {
    # the quotes' own words, in any form
    "LINGO finds 1345 whales in 3 seas [1].": (FINDS, Finding("backed")),
    "- Heard Whales: a Gaussian model finds 1.345k whales [1].": (FINDS, Finding("backed")),
    "LINGO outperforms PodNet by 12 percent [1].": (BEATS, Finding("open")),
    "LINGO outperforms PodNet by 12% [1].": (BEATS, Finding("backed")),
    # a number or a name that stands nowhere
    "LINGO finds 1,346 whales [1].": (FINDS, Finding("refuted", ("1,346",))),
    "LINGO-2 finds whales in seas [1].": (FINDS, Finding("refuted", ("LINGO-2",))),
    "A Bayesian model finds 7 of the whales on MMLU [1].": (FINDS, Finding("refuted", ("7", "Bayesian", "MMLU"))),
    "LINGO finds 3% of whales in seas [1].": (FINDS, Finding("refuted", ("3%",))),
    # in the abstract, though not in the quote
    "LINGO finds 4 whales [1].": (FINDS, Finding("open")),
    # other words, other direction, a denial
    "The animals are counted by sound [1].": (FINDS, Finding("open")),
    "LINGO finds fewer whales in three seas [1].": (FINDS, Finding("open")),
    "LINGO outperforms PodNet by 12 points [1].": (BEATS, Finding("open")),
    "PodNet outperforms LINGO [1].": (BEATS, Finding("open")),
    "LINGO does need pictures [1].": (NEEDS, Finding("open")),
    "The two papers find whales in three seas [1].": (FINDS, Finding("open")),
    # a word that turns it round, in another form; another such word
    "LINGO outperforms by 12% [1].": (BEATS, Finding("backed")),
    "LINGO can outperform by 12% [1].": (BEATS, Finding("backed")),
    "LINGO improves by 12% [1].": (BEATS, Finding("open")),
    # the title at its head names the paper and states nothing
    "- LINGO: Heard Whales: it does not need pictures [1].": (NEEDS, Finding("backed")),
    "- **LINGO: Heard Whales**: it needs pictures [1].": (NEEDS, Finding("open")),
    # another language has its own capitals
    "Das Modell findet Wale in Meeren [1].": (FINDS, Finding("open")),
    "Das Modell findet 1.345 Wale mit GPT-4 [1].": (FINDS, Finding("refuted", ("GPT-4",))),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_code_says_of(sentence: str) -> None:
    cited, finding = SENTENCES[sentence]
    assert check(sentence, [cited]) == finding


RESULTS = Paper(
    "r",
    "Seas of the U.S.",
    "Our 12-billion-parameter model hears 70.2 % of whales in the U.S. and 66.2 % of owls. It has 38 layers.",
)
HEARS = quote(RESULTS, "Our 12-billion-parameter model hears 70.2 % of whales in the U.S. and 66.2 % of owls.")


@pytest.mark.parametrize(
    ("sentence", "standing"),
    [
        ("The 12B-parameter model hears 70.2% of whales in the United States [1].", "open"),
        ("The model hears about 70 % of whales [1].", "open"),
        ("The model hears 70 % of whales [1].", "refuted"),
        ("The model hears whales 4 points better than owls [1].", "open"),  # both terms are quoted
        ("The model hears whales 5 points better than owls [1].", "refuted"),
        ("The model has 32.2 more of whales than layers [1].", "refuted"),  # the other term is not
        ("The model hears whales in the United Kingdom [1].", "refuted"),
    ],
)
def test_other_ways_to_write_it_are_not_other_claims(sentence: str, standing: str) -> None:
    assert check(sentence, [HEARS]).standing == standing


def test_a_list_number_is_no_number_of_the_sentence() -> None:
    assert check("12. LINGO finds whales [1].", [FINDS]) == Finding("backed")


def test_names_of_what_is_given_besides_may_be_used() -> None:
    assert check("MMLU finds whales [1].", [FINDS], also="What of MMLU?") == Finding("open")


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("Hope that helps!", False),
        ("Here are the papers I found for you:", False),
        ("There are 9 bees.", True),
        ("It uses BERT.", True),
        ("Whales are found in seas by a model.", True),
        ("", False),
    ],
)
def test_a_sentence_without_marks_may_still_claim_something(sentence: str, about: bool) -> None:
    assert is_about(sentence, [FINDS]) is about


def test_every_sentence_of_an_abstract_is_backed_by_itself() -> None:
    for cited in (FINDS, NEEDS, BEATS):
        assert check(f"{cited.text} [1]", [cited]) == Finding("backed")
