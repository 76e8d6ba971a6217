"""Finding the quote a model claims in the abstract it claims it from.

What is found is always the abstract's own characters; the model's spelling of them is forgotten.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.tidied_quotes import find_tidied
from assistant.prompting.fences import PLAIN_BRACKETS, is_seen
from assistant.types import Paper, Quote

_LONGEST = 600  # characters, about two sentences: a longer claim points at nothing in particular
_FEWEST = 3  # words, unless the claim is a whole sentence: two words stand in any abstract
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"  # scripts without spaces: each character is a word
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_TERMINALS = frozenset(".!?。！？…")
_WRAPPING = " \t\n\"'“”‘’«»`.…"  # what models put around a quote, or end it with

# Letters a model swaps for one another, and the marks that `fencing` puts in the place of brackets.
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
        **PLAIN_BRACKETS,
    }
)


def find_quote(paper: Paper, text: str, *, near: int = 0) -> Quote | None:
    """Where `text` stands in the abstract: the first place from `near` on, else the first of all; None where nowhere.

    White space, Unicode forms, look-alike quotes and dashes, and invisible characters do not count; the
    case of letters counts only where a place with the same case exists. What a model tidied is found too: a
    doubled word written once, a letter mended, an article lost, where that is one word in ten. Claims of under
    three words that are no whole sentence, and of over 600 characters, are not accepted.
    """
    for claim in dict.fromkeys((text, text.strip(_WRAPPING))):
        for any_case in (False, True):
            span = _find(paper.abstract, claim, near=near, any_case=any_case)
            if span and _is_telling(paper.abstract, *span):
                return Quote(paper, *span)
    span = find_tidied(paper.abstract, text) if len(text) <= _LONGEST else None
    return Quote(paper, *_with_stop(paper.abstract, *span)) if span and _is_telling(paper.abstract, *span) else None


def _find(abstract: str, claim: str, *, near: int, any_case: bool) -> tuple[int, int] | None:
    needle, hay = _fold(claim, any_case=any_case).text, _fold(abstract, any_case=any_case)
    if not needle:
        return None
    at = hay.text.find(needle, bisect_left(hay.places, near))
    at = at if at >= 0 else hay.text.find(needle)
    return (hay.places[at], hay.places[at + len(needle) - 1] + 1) if at >= 0 else None


def _with_stop(abstract: str, start: int, end: int) -> tuple[int, int]:
    """With the mark that ends the sentence, where it stands right there."""
    return start, end + (abstract[end : end + 1] in _TERMINALS and end < len(abstract))


def _is_telling(abstract: str, start: int, end: int) -> bool:
    words = _WORD.findall(abstract, start, end)
    return end - start <= _LONGEST and (len(words) >= _FEWEST or _is_sentence(abstract, start, end))


def _is_sentence(abstract: str, start: int, end: int) -> bool:
    before, after = abstract[:start].rstrip(), abstract[end:].strip()
    return (not before or before[-1] in _TERMINALS) and (not after or abstract[end - 1] in _TERMINALS)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text in the form that is compared, and where each of its characters comes from."""

    text: str
    places: list[int]


def _fold(text: str, *, any_case: bool) -> _Folded:
    letters: list[str] = []
    places: list[int] = []
    for place, letter in _letters_of(text, any_case):
        if letter != " " or (letters and letters[-1] != " "):
            letters.append(letter)
            places.append(place)
    length = len(letters) - (letters[-1:] == [" "])
    return _Folded("".join(letters[:length]), places[:length])


def _letters_of(text: str, any_case: bool) -> Iterator[tuple[int, str]]:
    for place, char in enumerate(text):
        for letter in _folded_char(char, any_case):
            yield place, letter


@lru_cache(maxsize=4096)
def _folded_char(char: str, any_case: bool) -> str:
    # Decomposed one by one (NFKD): composing (NFKC) would depend on the neighbours, and a slice of a
    # text would no longer be a slice of its folded form.
    plain = unicodedata.normalize("NFKD", char.translate(_LOOKALIKES)).translate(_LOOKALIKES)
    plain = plain.casefold() if any_case else plain
    return "".join(" " if c.isspace() else c for c in plain if is_seen(c))
