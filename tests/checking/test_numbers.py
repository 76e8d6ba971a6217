"""Which numbers a sentence has, and whether they agree with those of a source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.numbers import is_difference, numbers_in, values_in

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
    "a 12-billion-parameter and a twelve-billion-parameter one": ["12000000000"] * 2,
    "twenty-two of two hundred and five, the first of them": ["22", "205"],
    "the 3rd of 4-k and 5-t": ["3", "4", "5"],
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


# A number that a sentence has, and what its source says.
AGREE = [
    ("12B-parameter", "a 12-billion-parameter model"),
    ("12 billion parameters", "twelve billion parameters"),
    ("a 12-billion-parameter model", "12B parameters"),
    ("7M samples", "7 million samples"),
    ("1.2k questions", "1,200 questions"),
    ("22 datasets", "twenty-two datasets"),
    ("205 birds", "two hundred and five birds"),
    ("2 papers", "two papers"),
    ("20 percent", "twenty percent"),
    ("about 70 %", "70.2 %"),
    ("about 70.2%", "70.24%"),
    ("roughly 1,300 whales", "1,345 whales"),
    ("around 1,350 whales", "1,345 whales"),
    ("~ 3.4 points", "3.42 points"),
    ("approximately 0.93", "0.928"),
    ("over 1,300 whales", "1,345 whales"),
    ("more than 90%", "90.7%"),
    ("nearly 91%", "90.7%"),
    ("almost 1,400 whales", "1,345 whales"),
    ("less than 1.4k whales", "1,345 whales"),
    ("about 12 million", "12,300,000"),
    ("etwa 70 %", "70,2 %"),
    ("rund 1.300 Wale", "1,345 whales"),
    ("close to 100 ms", "99.6 ms"),
]
DIFFER = [
    ("12B-parameter", "a 12-million-parameter model"),
    ("12B parameters", "1.2 billion parameters"),
    ("22 datasets", "twenty-three datasets"),
    ("2 papers", "three papers"),
    ("70 %", "70.2 %"),
    ("about 71 %", "70.2 %"),
    ("about 70 %", "74.2 %"),
    ("about 70 %", "70.2 whales"),
    ("about 100", "96"),
    ("over 1,400 whales", "1,345 whales"),
    ("more than 91%", "90.7%"),
    ("nearly 90%", "90.7%"),
    ("almost 1,300 whales", "1,345 whales"),
    ("under 70 %", "70.2 %"),
    ("1,300 whales", "1,345 whales"),
    ("roughly 1,000 whales", "1,345 whales"),
    ("about 0.9", "0.86"),
    ("approximately 1.5x", "1.3x"),
    ("twice 4", "2"),
    ("12-fold", "twelfth"),
    ("about 5", "4.6"),
    ("over 9000", "900"),
    ("about 7 million", "7,120"),
    ("3.42", "3.4"),
]


@pytest.mark.parametrize(("said", "source"), AGREE)
def test_the_same_number_in_another_dress_agrees(said: str, source: str) -> None:
    assert all(number.agrees(values_in(source)) for number in numbers_in(said))


@pytest.mark.parametrize(("said", "source"), DIFFER)
def test_another_number_does_not(said: str, source: str) -> None:
    assert not any(number.agrees(values_in(source)) for number in numbers_in(said))


@pytest.mark.parametrize(
    ("said", "terms", "is_one"),
    [
        ("by 4 points", "from 70 % to 74 %", True),
        ("by 4.2 points", "from 70 % to 74.2 %", True),
        ("by 5 points", "from 70 % to 74 %", False),
        ("by 4 points", "74 %", False),
        ("by 0 points", "74 % and 74 %", False),
    ],
)
def test_a_difference_of_two_numbers_is_known_as_one(said: str, terms: str, is_one: bool) -> None:
    (number,) = numbers_in(said)
    assert is_difference(number, values_in(terms)) is is_one


@given(st.integers(0, 10**12))
def test_law_a_number_is_the_same_with_and_without_commas(number: int) -> None:
    assert values_in(f"{number:,}") == values_in(f"{number}") == {f"{number}"}
