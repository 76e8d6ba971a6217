"""Words that turn a sentence round although all its other words stay."""

import re
from collections.abc import Iterable

_TURNS = frozenset(
    """no not never none without neither nor cannot fail fails failed lack lacks less fewer more most least better worse
    best worst higher lower larger smaller faster slower before after only outperforms outperform beats exceeds trails
    increase increases decrease decreases improves improve reduces hurts helps same unlike than""".split()
)
_FORM = re.compile(r"(?:e[sd]?|ing|s)$")
_DENIALS = frozenset("no not never none without neither nor cannot".split())


def turns(words: Iterable[str]) -> set[str]:
    """The stems of those among the words, in small letters: "outperforms" and "outperform" turn a sentence alike."""
    return {stem for stem in map(_stem_of, words) if stem in _STEMS}


def denies(words: Iterable[str]) -> bool:
    return bool(_DENIALS & set(words))


def _stem_of(word: str) -> str:
    return _FORM.sub("", word)


_STEMS = frozenset(map(_stem_of, _TURNS))
