"""The phrases that name topics in a corpus, and in which papers they stand. Knows no question.

A topic is what some title says: abstracts say "extensive experiments" and "takes inspiration" too, titles do not.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from assistant.types import Paper

_PIECE = re.compile(r"[^\W_]+")
_LONGEST = 5  # pieces: "out-of-distribution detection" has four
_COMMON = 0.1  # of the papers: a word in more of them neither begins nor ends a phrase
_SAME = 0.8  # a phrase is part of a longer one that is this share of the times it is said
# The same for a corpus too small to show what is common.
_FORM_WORDS = frozenset(
    """a about across after against all also among an and any are as at be been before between beyond both but by can
    do does each for from has have how in into is it its less many more most much no not of off on one only or
    other our out over same should some such than that the their them then there these they this those three
    through to too toward towards two under until up upon us use used uses using via was we what when where
    whether which while who whose why will with within without you your""".split()
)

Key = tuple[str, ...]  # the pieces of a phrase without regard to case, hyphens and plural


@dataclass(slots=True)
class _Found:
    """Where a phrase stands, while the papers are read."""

    places: set[int] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def said(self) -> int:
        return self.spellings.total()


@dataclass(frozen=True, slots=True)
class Phrase:
    """`words` as it is written most, `said` so many times in all; `places`: the papers; `closeness` of its words."""

    key: Key
    words: str
    said: int
    places: frozenset[int]
    closeness: float


def find_phrases(papers: Sequence[Paper]) -> list[Phrase]:
    """The phrases of the titles, the closest first.

    Closeness is pointwise mutual information over papers, normalised (Bouma, 2009), for each word after the first.
    """
    words = _words(papers)
    most = max(2.0, _COMMON * len(papers))
    common = _FORM_WORDS | {word for word, places in words.items() if len(places) > most}
    found = {key: _Found() for paper in papers for key, _ in _runs(paper.title, common)}
    for place, paper in enumerate(papers):
        for text in (paper.title, paper.abstract):
            for key, spelling in _runs(text, common):
                if key in found:
                    found[key].places.add(place)
                    found[key].spellings[spelling] += 1
    telling = {key: one for key, one in found.items() if len(one.places) < len(papers)}
    made = [_phrase(key, one, words, len(papers)) for key, one in _without_parts(telling).items()]
    return sorted(made, key=lambda phrase: (-phrase.closeness, phrase.key))


def _words(papers: Sequence[Paper]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = defaultdict(set)
    for place, paper in enumerate(papers):
        for word in _PIECE.findall(f"{paper.title} {paper.abstract}"):
            places[_folded(word)].add(place)
    return places


def _runs(text: str, common: frozenset[str] | set[str]) -> Iterator[tuple[Key, str]]:
    """Every run of two words or more, hyphenated ones whole, with nothing but spaces and hyphens in between."""
    pieces = list(_PIECE.finditer(text))
    keys = [_folded(piece[0]) for piece in pieces]
    gaps = [text[a.end() : b.start()] for a, b in pairwise(pieces)]
    for first, piece in enumerate(pieces):
        if not _is_end(keys[first], common) or (first and gaps[first - 1] == "-"):
            continue
        for last in range(first + 1, min(first + _LONGEST, len(pieces))):
            if gaps[last - 1] not in (" ", "-"):
                break
            whole = last == len(pieces) - 1 or gaps[last] != "-"
            if whole and " " in gaps[first:last] and _is_end(keys[last], common):
                yield tuple(keys[first : last + 1]), text[piece.start() : pieces[last].end()]


def _is_end(word: str, common: frozenset[str] | set[str]) -> bool:
    return len(word) > 1 and not word.isdigit() and word not in common


def _without_parts(found: dict[Key, _Found]) -> dict[Key, _Found]:
    """Without the phrases that are nearly always said as part of a longer one."""
    parts = {
        part
        for key, whole in found.items()
        for part in _parts(key)
        if part in found and whole.said >= _SAME * found[part].said
    }
    return {key: one for key, one in found.items() if key not in parts}


def _parts(key: Key) -> Iterator[Key]:
    for size in range(2, len(key)):
        for first in range(len(key) - size + 1):
            yield key[first : first + size]


def _phrase(key: Key, found: _Found, words: dict[str, set[int]], n: int) -> Phrase:
    together = len(found.places) / n
    chance = sum(log(len(words[word]) / n) for word in key)
    closeness = (log(together) - chance) / -log(together) / (len(key) - 1)
    # the most frequent spelling, and of those as frequent the first of the alphabet's end: lower case
    spelling = max(found.spellings, key=lambda words: (found.spellings[words], words))
    return Phrase(key, spelling, found.said, frozenset(found.places), closeness)


def _folded(word: str) -> str:
    """A word without case and plural s; what that makes of other words is no word, but the same everywhere."""
    low = word.lower()
    return low[:-1] if len(low) > 3 and low.endswith("s") and not low.endswith("ss") else low
