"""Finding what a model tidied as it quoted: a doubled word written once, a slip mended, an article lost.

Only differences that change nothing are passed over: digits, names, denials and words that turn a sentence round have
to be the same. What is shown are the source's own characters.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.checking.turning_words import turns

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ANCHOR = 3  # words in a row that have to be the same
_BESIDE = 2  # words further than the claim is long that are looked at to either side
_OFTEN = 10  # words to a difference
_ARTICLES = frozenset("a an the".split())
_SHORTEST = 4  # letters of a word in which a slip is taken for one

Words = Sequence[str]


def find_tidied(text: str, claim: str) -> tuple[int, int] | None:
    """From where to where the claim stands in the text but for such differences, one in ten words; None where not."""
    spans = [found.span() for found in _WORD.finditer(text)]
    words, wanted = [text[start:end] for start, end in spans], _WORD.findall(claim)
    low, high = _place(_small(words), _small(wanted))
    start, end = _trimmed(_small(words[low:high]), _small(wanted))
    own = words[low + start : low + end]
    if not own or turns(_small(own)) != turns(_small(wanted)):
        return None
    different = [*_differences(own, wanted)]
    if not all(different) or len(different) > max(1, len(wanted) // _OFTEN):
        return None
    return spans[low + start][0], spans[low + end - 1][1]


def _place(words: Words, wanted: Words) -> tuple[int, int]:
    """The words around the longest run that text and claim share; none where it is short."""
    anchor = SequenceMatcher(None, words, wanted, autojunk=False).find_longest_match()
    if anchor.size < _ANCHOR:
        return 0, 0
    first = anchor.a - anchor.b
    return max(0, first - _BESIDE), first + len(wanted) + _BESIDE


def _trimmed(words: Words, wanted: Words) -> tuple[int, int]:
    """From where to where the words are, without those at either end that the claim does not have."""
    ops = SequenceMatcher(None, words, wanted, autojunk=False).get_opcodes()
    if not ops:
        return 0, 0
    (kind, _, first_end, low, high), (last_kind, last, _, last_low, last_high) = ops[0], ops[-1]
    start = 0 if kind == "equal" else max(0, first_end - (high - low))
    end = len(words) if last_kind == "equal" else min(len(words), last + (last_high - last_low))
    return start, end


def _differences(words: Words, wanted: Words) -> Iterator[bool]:
    """For each word in which they differ, whether that changes nothing."""
    for kind, start, end, low, high in SequenceMatcher(
        None, _small(words), _small(wanted), autojunk=False
    ).get_opcodes():
        own, theirs = words[start:end], wanted[low:high]
        if kind == "replace" and len(own) == len(theirs):
            yield from map(_is_slip, own, theirs)
        elif kind == "replace":
            yield "".join(_small(own)) == "".join(_small(theirs))  # "data set", "dataset"
        elif kind == "delete":
            yield from (_is_idle(words, place) for place in range(start, end))
        elif kind == "insert":
            yield from (_is_idle(wanted, place) for place in range(low, high))


def _is_idle(words: Words, place: int) -> bool:
    """Whether the word there is an article, or its neighbour once more."""
    small = _small(words[max(0, place - 1) : place + 2])
    return small.count(words[place].lower()) > 1 or words[place].lower() in _ARTICLES


def _is_slip(one: str, other: str) -> bool:
    """Whether they are one word but for a letter, and no names."""
    if not (one + other).isalpha() or not (one + other).islower() or min(len(one), len(other)) < _SHORTEST:
        return False
    return one[0] == other[0] and _are_a_letter_apart(one, other)


def _are_a_letter_apart(one: str, other: str) -> bool:
    """A letter wrong, missing, too many, or two of them exchanged."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _small(words: Words) -> list[str]:
    return [word.casefold() for word in words]
