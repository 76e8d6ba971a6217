"""Which names a sentence has, and whether a source has them too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.names import holds_name, names_in, plain_words, spelled_out
from assistant.checking.numbers import numbers_in, values_in

NAMES = {
    "The PyCIL and GPT-4o models beat X-ray on MMLU.": ["PyCIL", "GPT-4o", "X-ray", "MMLU"],
    "We use LLMs' and CLASH's ResNet-50 in C++.": ["LLM", "CLASH", "ResNet-50", "C++"],
    "Gaussian processes; Then so. Also: Owls (Mice) • Bees": [],
    "This Gaussian is Bayesian": ["Gaussian", "Bayesian"],
    "resnet50 and 8B and 3D and 1.5M": ["resnet50"],
    "- Owls at Night: they hunt": ["Night"],
    "the 12B-parameter, 12-billion-parameter and 3D-aware models": [],
    "made in the U.S. by GPT-4B": ["U.S", "GPT-4B"],
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
        ("in the United States", "U.S", True),
        ("in the United Arab Emirates", "U.S", False),
        ("the Frechet mean of a Gaussian", "Fréchet", True),
        ("the Frechet mean of a Gaussian", "Gaussians", True),
    ],
)
def test_a_source_holds_a_name(source: str, name: str, held: bool) -> None:
    assert holds_name(source, name) is held


@pytest.mark.parametrize(
    ("sentence", "source", "spelled"),
    [
        ("Made in the United States.", "Made in the U.S. in 2024", ["United States"]),
        ("The United States and the European Union do", "US and EU law", ["United States", "European Union"]),
        ("Made in the United Kingdom.", "Made in the U.S. in 2024", []),
        ("made in the united states", "the US", []),
    ],
)
def test_what_is_spelled_out_is_held_by_its_abbreviation(sentence: str, source: str, spelled: list[str]) -> None:
    assert [*spelled_out(sentence, source)] == spelled


@given(st.text(st.characters(codec="latin-1"), max_size=80))
def test_law_every_source_holds_its_own_numbers_and_names(text: str) -> None:
    values = values_in(text)
    assert all(number.readings & values for number in numbers_in(text))
    assert all(holds_name(text, name.text) for name in names_in(text) if plain_words(name.text).strip())
