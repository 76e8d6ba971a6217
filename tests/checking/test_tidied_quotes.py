"""What a model tidied as it quoted is found as the source has it; what it changed is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.quote_search import find_quote
from assistant.types import Paper

ABSTRACT = (
    "We deal with with long tails --- a hard problem. Our algoritm does not increase the cost of training on a data "
    "set of 345 samples. The owls' hearing is better than that of Llama and GPT-4 in more than two seas. It works."
)


def found(claim: str, abstract: str = ABSTRACT) -> str | None:
    quote = find_quote(Paper("p", "T", abstract), claim)
    return quote.text if quote else None


TIDIED = {
    "We deal with long tails --- a hard problem.": "We deal with with long tails --- a hard problem.",
    "We deal with with long tails — a hard problem": "We deal with with long tails --- a hard problem.",
    "deal with with long tails, a hard problem": "deal with with long tails --- a hard problem.",
    "Our algorithm does not increase the cost": "Our algoritm does not increase the cost",
    "increase the cost of training on a dataset of 345 samples.": (
        "increase the cost of training on a data set of 345 samples."
    ),
    "the cost of training on data set of 345 samples": "the cost of training on a data set of 345 samples.",
    "owls' hearing is better than that of the Llama": "owls' hearing is better than that of Llama",
}
CHANGED = [
    "Our algorithm does increase the cost of training on a data set",  # the denial
    "Our algoritm does not decrease the cost of training",
    "the cost of training on a data set of 346 samples",
    "hearing is better than that of Llamas and GPT-4",  # a name
    "hearing is better than that of Llama and GPT-5",
    "hearing is worse than that of Llama and GPT-4",
    "Llama and GPT-4 in less than two seas",
    "Llama and GPT-4 in more than ten seas",
    "Our new algorithm does not increase the overall cost of training",
    "the cost of trainings on a dataset of 345 sample",  # too much at once
    "It works. We deal with long tails",
]


@pytest.mark.parametrize("claim", TIDIED)
def test_tidied_it_is_found_as_it_stands(claim: str) -> None:
    assert found(claim) == TIDIED[claim]


@pytest.mark.parametrize("claim", CHANGED)
def test_changed_it_is_not_found(claim: str) -> None:
    assert found(claim) is None


_words = st.lists(st.sampled_from("owls hear a the long tails with not 345 GPT-4 more less night".split()), min_size=4)


@given(_words, _words)
def test_law_what_is_found_stands_there_with_the_numbers_names_and_denials(source: list[str], claim: list[str]) -> None:
    abstract = " ".join(source)
    quote = found(" ".join(claim), abstract)
    assert quote is None or quote in abstract
    if quote:
        kept = {"345", "GPT-4", "not", "more", "less"}
        assert kept & set(quote.split()) == kept & set(claim)
