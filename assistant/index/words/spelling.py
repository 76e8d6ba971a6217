"""British spellings as American ones: to both the reader's and the paper's words, so that either finds the other."""

import re
from functools import lru_cache

from localspelling import convert_spelling

_WORD = re.compile(r"[a-z]{5,30}", re.I)


def american(text: str) -> str:
    """The text in American spelling, for the word index alone: nothing of it is ever shown."""
    return _WORD.sub(lambda word: _american(word[0].lower()), text)


@lru_cache(200_000)
def _american(word: str) -> str:
    return str(convert_spelling(word, "us"))
