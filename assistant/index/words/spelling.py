"""British spellings as American ones: in the reader's and in the papers' words, so that either finds the other."""

import re

from localspelling.spelling_converter import get_dictionary

_AMERICAN = get_dictionary("us")  # small letters; its function for texts takes 0.1 ms a word
_WORD = re.compile(r"[a-z]{4,30}", re.I)


def american(text: str) -> str:
    """The text in American spelling, for the word index alone: nothing of it is ever shown."""
    return _WORD.sub(lambda word: _american(word[0].lower()), text)


def _american(word: str) -> str:
    return _AMERICAN.get(word) or word.replace("isation", "ization")  # its one entry for parts of words
