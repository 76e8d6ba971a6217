"""The phrases that name topics in a corpus, and in which papers they stand.

A topic is what some title says: abstracts say "extensive experiments" and "takes inspiration" too, titles do not.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from assistant.types import Paper

_PIECE = re.compile(r"[^\W_]+")
_LONGEST = 5  # pieces: "out-of-distribution detection" has four
_COMMON = 0.1  # of the papers: a word in more of them neither begins nor ends a phrase,
_FEW = 12  # but never for so few papers, if they are not half of all
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
    """Where a phrase stands, and how it is written, while the papers are read."""

    said: int = 0
    places: set[int] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)

    def add(self, place: int, run: "_Run") -> None:
        self.said += 1
        self.places.add(place)
        self.spellings[run.spelling] += run.whole


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces in a row. `whole`: words in a row, none cut at a hyphen, as in "zero-shot transfer"."""

    key: Key
    spelling: str
    whole: bool


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
    most = max(_COMMON * len(papers), min(_FEW, len(papers) / 2))
    common = _FORM_WORDS | {word for word, places in words.items() if len(places) > most}
    found = {run.key: _Found() for paper in papers for run in _runs(paper.title, common) if run.whole}
    for place, paper in enumerate(papers):
        for run in (*_runs(paper.title, common), *_runs(paper.abstract, common)):
            if run.key in found:
                found[run.key].add(place, run)
    telling = {key: one for key, one in found.items() if len(one.places) < len(papers)}
    made = [_phrase(key, one, words, len(papers)) for key, one in _without_parts(telling).items()]
    return sorted(made, key=lambda phrase: (-phrase.closeness, phrase.key))


def _words(papers: Sequence[Paper]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = defaultdict(set)
    for place, paper in enumerate(papers):
        for word in _PIECE.findall(f"{paper.title} {paper.abstract}"):
            places[_folded(word)].add(place)
    return places


def _runs(text: str, common: Set[str]) -> Iterator[_Run]:
    """Every run of two pieces or more with nothing but a space or a hyphen between them, no common one at its ends."""
    pieces = list(_PIECE.finditer(text))
    keys = [_folded(piece[0]) for piece in pieces]
    gaps = [text[a.end() : b.start()] for a, b in pairwise(pieces)]
    for first, piece in enumerate(pieces):
        if not _is_end(keys[first], common):
            continue
        for last in range(first + 1, min(first + _LONGEST, len(pieces))):
            if gaps[last - 1] not in (" ", "-"):
                break
            if _is_end(keys[last], common):
                around = (*gaps[max(first - 1, 0) : first], *gaps[last : last + 1])
                whole = "-" not in around and " " in gaps[first:last]
                yield _Run(tuple(keys[first : last + 1]), text[piece.start() : pieces[last].end()], whole)


def _is_end(word: str, common: Set[str]) -> bool:
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
