"""A reply is cut into the same whole sentences however it arrives."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.reply_sentences import ReplySentences


def cut(pieces: Iterable[str]) -> list[tuple[str, str]]:
    sentences = ReplySentences()
    return [*(found for piece in pieces for found in sentences.feed(piece)), *sentences.end()]


REPLIES = {
    "Owls hunt [1]. Mice sleep [2].": [("", "Owls hunt [1]."), (" ", "Mice sleep [2].")],
    "Owls hunt. [1] Mice sleep. [2][3]": [("", "Owls hunt. [1]"), (" ", "Mice sleep. [2][3]")],
    "[1] Owls hunt. [2] Mice sleep.": [("", "[1] Owls hunt."), (" ", "[2] Mice sleep.")],
    "Owls hunt [1]. [2] Mice sleep.": [("", "Owls hunt [1]."), (" ", "[2] Mice sleep.")],
    "Owls score 3.5 points [1].\n\nMice sleep [2].": [("", "Owls score 3.5 points [1]."), ("\n", "Mice sleep [2].")],
    "- Owls: why? They hunt [1].\n- Mice. Sleep [2].": [
        ("", "- Owls: why? They hunt [1]."),
        ("\n", "- Mice. Sleep [2]."),
    ],
    "1. Owls. Hunt [1].": [("", "1. Owls. Hunt [1].")],
    "Owls, e.g. barn owls, hunt [1].": [("", "Owls, e.g. barn owls, hunt [1].")],
    "Owls hunt [1": [("", "Owls hunt [1")],
    " \n": [],
    "": [],
}


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_sentences_of(reply: str, size: int) -> None:
    assert cut(reply[i : i + size] for i in range(0, len(reply), size)) == REPLIES[reply]


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    sentences = ReplySentences()
    assert list(sentences.feed("Owls hunt. ")) == []
    assert list(sentences.feed("[1] ")) == []
    assert list(sentences.feed("Mice")) == [("", "Owls hunt. [1]")]


@given(
    st.lists(
        st.sampled_from(["Owls hunt", ". ", "[1]", "\n", "- ", " ", "Mice", "! ", "(2)", "\n\n", "x"])
        | st.text(max_size=4)
    )
)
def test_law_nothing_but_white_space_is_lost_or_made_up(pieces: list[str]) -> None:
    together = "".join(sentence for _, sentence in cut(pieces))
    assert "".join(together.split()) == "".join("".join(pieces).split())
