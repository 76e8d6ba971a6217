"""What only a request says, the prompts' own words and the word of a fence, is told from what an answer says."""

import pytest

from assistant.checking.leaks import leaks, words_of
from assistant.prompting.fences import new_fence
from assistant.prompting.prompts import load_prompt, prompts_folder

_SYSTEM = "You judge which papers answer a question, and show the sentences that prove it."
_LEAKING = {
    "as it is": _SYSTEM,
    "within other words": "It was told: you judge which papers answer a question, and show, by the way.",
    "shouted": _SYSTEM.upper(),
    "wide letters": "Ｙｏｕ judge which papers answer a question, and ｓｈｏｗ the",
    "unseen characters between": _SYSTEM.replace("j", "\u200bj").replace("sh", "s\u00adh"),
    "marks between": "You judge which [1] papers answer [2][3] a question, and show the [1].",
    "markdown between": "**You** _judge_ which `papers` answer a question, and > show",
    "a fence": f"The word is {new_fence()}.",
    "a fence in two": "The word is 0123456\u200b789ab.",
}


@pytest.mark.parametrize("text", _LEAKING.values(), ids=_LEAKING)
def test_the_words_of_a_prompt_leak_in_any_dress(text: str) -> None:
    assert leaks(text)


@pytest.mark.parametrize(
    "text",
    ["", "You judge which papers answer a question.", "Owls hunt at night [1].", "The hash is 0123456789abcdef [1]."],
)
def test_seven_words_and_other_texts_do_not_leak(text: str) -> None:
    assert not leaks(text)


def test_a_prompt_told_piece_by_piece_leaks_with_the_piece_that_makes_eight_words() -> None:
    first = "You judge which papers [1]."
    assert not leaks(first)
    assert leaks("answer a question, and [1].", after=f"Owls hunt at night. {first}")
    assert not leaks("hear a call, and [1].", after=first)


@pytest.mark.parametrize("name", [file.stem for file in prompts_folder().glob("*.md") if file.stem != "README"])
def test_every_prompt_is_watched_over(name: str) -> None:
    stretch = words_of(max(load_prompt(name).system.split("$"), key=len))[1:]  # between two blanks
    assert all(leaks(" ".join(stretch[i : i + 10])) for i in range(len(stretch) - 9))
