"""Slips of the pen in a question: "contnual lerning" for "continual learning"."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

# Names, abbreviations and what is quoted are written as they are meant, and short words have too many neighbours.
_QUOTED_OR_WORD = re.compile(r'"[^"]*"|“[^”]*”|(?<!\w)(?:^[A-Z])?[a-z]{5,30}(?!\w)')


def mended(text: str, *, said: Callable[[str], int]) -> str:
    """The text, each word in it that neither English nor the papers know replaced by one they use and that is one
    letter away: missing, doubled, wrong, or in the place of the next. `said` counts how often a word is used."""
    return _QUOTED_OR_WORD.sub(lambda word: _mended(word[0], said), text)


def _mended(word: str, said: Callable[[str], int]) -> str:
    plain = word.lower()
    if not plain.isalpha() or said(plain) or plain in _english():
        return word
    return max(_neighbours(plain, said), default=(False, 0, 0, word))[-1]


def _neighbours(word: str, said: Callable[[str], int]) -> Iterator[tuple[bool, int, int, str]]:
    """Words one letter away that papers use: whether English knows them, how many papers use them, how common they
    are in English, the word."""
    for other in sorted(_english().edit_distance_1(word)):
        if other.isalpha() and (times := said(other)):
            yield other in _english(), times, _english()[other], other


@cache
def _english() -> Any:  # has no types
    from spellchecker import SpellChecker  # 0.3 s: only once a word is met that no paper uses

    return SpellChecker(language="en", distance=1)
