"""A question as weighted terms."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from math import log
from typing import Protocol


class Vocabulary(Protocol):
    """What the papers' words are counted in."""

    def count(self) -> int: ...
    def terms(self, text: str) -> list[str]: ...
    def frequencies(self, terms: Iterable[str]) -> dict[str, int]: ...


@dataclass(frozen=True)
class Query:
    """A question's terms with their weights.

    `weights`: BM25's idf (Robertson and Zaragoza, 2009), so that a term in every paper weighs nearly nothing, times how
    often the papers that are asked for say such a word: of "anybody" hardly any does.
    """

    terms: tuple[str, ...]
    weights: Mapping[str, float]
    unseen: frozenset[str]  # terms that no paper uses
    phrases: frozenset[tuple[str, str]] = frozenset()  # neighbours in the question, no empty word between them
    words: Mapping[str, str] = field(default_factory=dict)  # how the question writes a term

    @cached_property
    def mass(self) -> float:
        return sum(self.weights.values()) or 1.0

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pairwise(self.terms))

    @property
    def unseen_share(self) -> float:
        return sum(self.weights[t] for t in self.unseen) / self.mass

    def share(self, terms: Sequence[str]) -> float:
        """The weighted share, 0 to 1, of the question's terms that occur in `terms`."""
        return sum(self.weights[t] for t in self.weights.keys() & set(terms)) / self.mass

    def lacking(self, terms: Sequence[str]) -> list[str]:
        """The question's words whose terms are not among these, the rarest first."""
        lacking = sorted(self.weights.keys() - set(terms), key=lambda term: (-self.weights[term], term))
        return list(dict.fromkeys(self.words.get(term, term) for term in lacking))

    def share_in_phrases(self, terms: Set[str], pairs: Set[tuple[str, str]]) -> float:
        """As `share`, but a term that stands in a phrase of the question counts only where one of its phrases occurs:
        "gaussian" and "process" apart are not a Gaussian process.
        """
        bound = {term for phrase in self.phrases for term in phrase}
        told = {term for phrase in self.phrases & pairs for term in phrase}
        return sum(self.weights[t] for t in self.weights.keys() & terms if t in told or t not in bound) / self.mass

    def share_of_pairs(self, terms: Sequence[str]) -> float:
        """The share, 0 to 1, of the question's adjacent pairs of terms that stand adjacent in `terms`."""
        return len(self.pairs & set(pairwise(terms))) / (len(self.pairs) or 1)


def read_query(text: str, *, index: Vocabulary) -> Query:
    """The query of a text, without the words that carry no topic (all of them where there are no others)."""
    every = tuple(index.terms(text))
    terms = tuple(t for t in every if t not in _EMPTY) or every
    n, seen = index.count(), index.frequencies(set(terms))
    weights = {t: _said(t) * log(1 + (n - seen[t] + 0.5) / (seen[t] + 0.5)) for t in terms}
    phrases = frozenset(pair for pair in pairwise(every) if not _EMPTY & set(pair))
    words = {term: word.strip(_MARKS) for word in reversed(text.split()) for term in index.terms(word)}
    return Query(terms, weights, frozenset(t for t in terms if not seen[t]), phrases, words)


def _said(term: str) -> float:
    return _read_weights().get(term, 1.0)


@cache
def _read_weights() -> dict[str, float]:
    """0 to 1 by stem, learned from written questions: benchmarks/train_words.py."""
    lines = (files("assistant.retrieval") / "word_weights.txt").read_text(encoding="utf-8").splitlines()
    return {word: float(weight) for word, weight in map(str.split, lines)}


_MARKS = ".,;:?!()[]“”\"'"

# Stems of function words and of words that only ask, English and French.
_EMPTY = frozenset(
    """a about after all also an and ani anyth are as at be been befor between both but by can could did do doe each for
    from get give given had has have how i if in into is it it me mani more most much my no not of on one onli or other
    our out over paper quel same should so some such than that the their them then there these they this those to too
    under up us use was were what when where whether which who whose whi why will with would you your combien comment
    de des du est et la le les pour quell sur un une""".split()
)
