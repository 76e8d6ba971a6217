"""Which numbers and names a sentence has, and whether a source has them too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.claims import holds_name, names_in, numbers_in, plain_words, values_in

NUMBERS = {
    "1,000 and 1k and 1000 and 1\u202f000": ["1000"] * 4,
    "1.5M or 1.5 million or 1,500,000": ["1500000"] * 3,
    "an 8B and an 8 billion one": ["8000000000"] * 2,
    "12% or 12 percent, 12 per cent and 12\\%": ["12%"] * 4,
    "by 12 percentage points": ["12%"],
    "93.50 and 93.5": ["93.5"] * 2,
    "3,5 und 1.5.2": ["3.5", "1.5.2"],
    "10-shot, 10–20 and 3.2x": ["10", "10", "20", "3.2"],
    "two million tokens, twelve tasks, ninety": ["2000000", "12", "90"],
    "GPT-4, Phi-3.5 and v2 have none, nor has one": [],
    "0,123": ["0.123"],
}


@pytest.mark.parametrize("sentence", NUMBERS)
def test_numbers_are_read_by_value(sentence: str) -> None:
    assert [sorted(number.readings)[0] for number in numbers_in(sentence)] == NUMBERS[sentence]


def test_a_point_between_thousands_is_read_both_ways() -> None:
    assert [sorted(number.readings) for number in numbers_in("1.000 Wale")] == [["1", "1000"]]


def test_a_source_gives_also_the_numbers_inside_its_names() -> None:
    assert values_in("GPT-4 takes three of 1,000 pictures, 12 %") == {"4", "3", "1000", "12%"}


def test_a_share_is_not_the_bare_number() -> None:
    (number,) = numbers_in("12 % of whales")
    assert not number.readings & values_in("12 whales")


NAMES = {
    "The PyCIL and GPT-4o models beat X-ray on MMLU.": ["PyCIL", "GPT-4o", "X-ray", "MMLU"],
    "We use LLMs' and CLASH's ResNet-50 in C++.": ["LLM", "CLASH", "ResNet-50", "C++"],
    "Gaussian processes; Then so. Also: Owls (Mice) • Bees": [],
    "This Gaussian is Bayesian": ["Gaussian", "Bayesian"],
    "resnet50 and 8B and 3D and 1.5M": ["resnet50"],
    "- Owls at Night: they hunt": ["Night"],
}


@pytest.mark.parametrize("sentence", NAMES)
def test_names_are_words_that_plain_prose_would_not_spell_so(sentence: str) -> None:
    assert [name.text for name in names_in(sentence)] == NAMES[sentence]


def test_only_a_capital_makes_a_plain_name() -> None:
    assert [(name.text, name.plain) for name in names_in("Both Gaussian and PyCIL")] == [
        ("Gaussian", True),
        ("PyCIL", False),
    ]


@pytest.mark.parametrize(
    ("source", "name", "held"),
    [
        ("we train gpt 4 on text", "GPT-4", True),
        ("GPT-3 and 4 owls", "GPT-4", False),
        ("large language models hear", "LLM", True),
        ("large models hear", "LLM", False),
        ("the LLMs hear", "LLM", True),
        ("long-tailed data", "Long-Tailed", True),
        ("the CLASH data", "CLASH-based", True),
        ("the CLASHES data", "CLASH", False),
        ("clash of owls", "CLASH", True),
        ("the Frechet mean of a Gaussian", "Fréchet", True),
        ("the Frechet mean of a Gaussian", "Gaussians", True),
    ],
)
def test_a_source_holds_a_name(source: str, name: str, held: bool) -> None:
    assert holds_name(source, name) is held


@given(st.text(st.characters(codec="latin-1"), max_size=80))
def test_law_every_source_holds_its_own_numbers_and_names(text: str) -> None:
    values = values_in(text)
    assert all(number.readings & values for number in numbers_in(text))
    assert all(holds_name(text, name.text) for name in names_in(text) if plain_words(name.text).strip())


@given(st.integers(0, 10**12))
def test_law_a_number_is_the_same_with_and_without_commas(number: int) -> None:
    assert values_in(f"{number:,}") == values_in(f"{number}") == {f"{number}"}
