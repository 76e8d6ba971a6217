"""Slips of the pen in a question: "contnual lerning" for "continual learning"."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

# Words of one case: names and abbreviations are written as they are meant, and short words have too many neighbours.
_WORD = re.compile(r"(?<![^\W_])(?:^[A-Z])?[a-z]{5,30}(?![^\W_])", re.M)


def mended(text: str, *, said: Callable[[str], int]) -> str:
    """The text, each word in it that neither English nor the papers know replaced by one they use and that is one
    letter away: missing, doubled, wrong, or in the place of the next. `said` counts how often a word is used."""
    return _WORD.sub(lambda word: _mended(word[0], said), text)


def _mended(word: str, said: Callable[[str], int]) -> str:
    plain = word.lower()
    if said(plain) or plain in _english():
        return word
    better = max(_neighbours(plain, said), default=(False, 0, word))
    return better[2]


def _neighbours(word: str, said: Callable[[str], int]) -> Iterator[tuple[bool, int, str]]:
    """Words one letter away that papers use: whether English knows them, how often they are used, the word."""
    for other in sorted(_english().edit_distance_1(word)):
        if times := said(other):
            yield other in _english(), times, other


@cache
def _english() -> Any:  # has no types
    from spellchecker import SpellChecker  # 0.3 s: only once a word is met that no paper uses

    return SpellChecker(language="en", distance=1)
