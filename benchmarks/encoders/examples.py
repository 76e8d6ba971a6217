"""What the cross-encoder learns from, in batches: questions beside right and wrong papers, and beside their own paper
where it states the answer and where it does not.

Whether it states the answer is learned from short questions in pairs that differ by a word or two, from questions that
their own paper leaves open, and from answered ones whose answering sentences were taken out of the abstract: then the
words of the question tell nothing, and only the abstract does.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.encoders.cross import Pair, Rows, together
from benchmarks.encoders.data import Asked, Pack, Paper

_FIRST = {"lay": 1, "plain": 1, "curt": 2, "topic": 15, "kw": 15, "list": 0}  # rank from which a neighbour is wrong
_ASKED, _SOUGHT = ("lay", "plain", "curt"), ("topic", "kw", "list")
_OFTEN = {"curt": 2, "list": 6}  # how often a question comes in a round of the others
_NEAREST = 30  # papers that the wrong ones are of
_EXCERPT = 3  # sentences of a paper that is read in part
_STATED = {"lay": 1, "plain": 1, "curt": 2}
_OPEN = {"missing": 1, "open": 2, "premise": 2}
_LONG = 12  # tokens from which on a sentence can stand for a question


class Batch(NamedTuple):
    """Rows of lists, the right paper first in each, then rows of questions beside their own paper."""

    rows: Rows
    lists: int
    stated: NDArray[np.float32]  # of each of the last rows
    answers: NDArray[np.float32]  # (rows, sentences): 1 where a sentence answers


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a batch is. `made`: of titles and sentences as questions; `sought`: share of the batches of topics."""

    lists: int
    others: int
    pairs: int
    limit: int = 256
    made: bool = False
    sought: float = 0.3


class Examples:
    """Batches in an order of chance, without end."""

    def __init__(
        self, pack: Pack, near: Sequence[Sequence[int]], beside: NDArray[np.int32], weights: NDArray[np.float32],
        seed: int,
    ) -> None:  # fmt: skip
        """`near`: of each question of the training part its nearest papers; `beside`: of each paper, (papers, k);
        `weights`: of each token, as `token_weights` gives them."""
        self._papers, self._beside, self._weights = pack.papers, beside, weights
        self._rng = random.Random(seed)
        asked = [*zip(pack.asked["train"], near, strict=True)]
        self._asked = _endless(lambda: [x for x in asked if x[0].kind in _ASKED for _ in _often(x[0])], self._rng)
        self._sought = _endless(lambda: [x for x in asked if x[0].kind in _SOUGHT for _ in _often(x[0])], self._rng)
        questions = pack.asked["train"]
        self._stated = _endless(lambda: [*self._own(questions, _STATED)], self._rng)
        self._open = _endless(lambda: [*self._own(questions, _OPEN), *self._cut(questions)], self._rng)

    def batch(self, shape: Shape) -> Batch:
        sought = self._rng.random() < shape.sought
        lists = [self._made(shape) if shape.made else self._list(shape, sought) for _ in range(shape.lists)]
        told, silent = ([next(of) for _ in range(shape.pairs // 2)] for of in (self._stated, self._open))
        pairs = [*(pair for one in lists for pair in one), *told, *silent]
        right = [*(place == 0 for one in lists for place in range(len(one))), *(True for _ in told)]
        rows = together(pairs, shape.limit)
        answers = np.zeros((len(pairs), max(int(rows.places.max()) + 1, 1)), np.float32)
        for row, ((one, _), is_right) in enumerate(zip(pairs, right, strict=False)):
            answers[row, [place for place in one.answer if is_right and place < answers.shape[1]]] = 1
        stated = np.array([1.0] * len(told) + [0.0] * len(silent), np.float32)
        return Batch(rows, shape.lists, stated, answers)

    def _list(self, shape: Shape, sought: bool) -> list[Pair]:
        one, near = next(self._sought if sought else self._asked)
        right = self._rng.choice(one.papers)
        near = [*near[_FIRST[one.kind] : _NEAREST + 15], *map(int, self._beside[right])]
        wrong = [place for place in near if place not in (*one.papers, *one.partial)]
        chosen = [right, *self._rng.sample(wrong[:_NEAREST], shape.others)]
        papers = [self._papers[place] for place in chosen]
        if sought and self._rng.random() < 0.5:
            papers = [paper.excerpt(telling(one, paper, self._weights, _EXCERPT)) for paper in papers]
        return [(one, paper) for paper in papers]

    def _made(self, shape: Shape) -> list[Pair]:
        """A title beside abstracts without theirs, or a sentence beside abstracts, of its own the rest."""
        place = self._rng.randrange(len(self._papers))
        others = self._rng.sample(list(self._beside[place]), shape.others)
        own, *wrong = (self._papers[p] for p in (place, *others))
        long = [i for i, sentence in enumerate(own.sentences) if len(sentence) >= _LONG]
        if len(own.sentences) < 4 or not long or self._rng.random() < 0.4:
            one = Asked("made", own.title[:48], (place,))
            return [(one, Paper(p.id, [], p.sentences)) for p in (own, *wrong)]
        drop = self._rng.choice(long)
        return [(Asked("made", own.sentences[drop][:48], (place,)), p) for p in (own.without((drop,)), *wrong)]

    def _own(self, asked: Sequence[Asked], often: dict[str, int]) -> Iterator[Pair]:
        for one in asked:
            for _ in range(often.get(one.kind, 0)):
                yield one, self._papers[one.paper]

    def _cut(self, asked: Sequence[Asked]) -> Iterator[Pair]:
        for one in asked:
            without = self._papers[one.paper].without(one.answer)
            if one.answer and without.sentences:
                yield one, without


def telling(one: Asked, paper: Paper, weights: NDArray[np.float32], count: int) -> list[int]:
    """The sentences that share most with the question, in their order."""
    asked = set(one.tokens)
    shared = [sum(float(weights[token]) for token in asked & set(sentence)) for sentence in paper.sentences]
    return sorted(sorted(range(len(shared)), key=lambda place: -shared[place])[:count])


def token_weights(papers: Sequence[Paper], size: int) -> NDArray[np.float32]:
    """log(N / n) of each token, by the papers that hold it."""
    counts = Counter(token for p in papers for token in {*p.title, *(t for s in p.sentences for t in s)})
    return np.array([log(len(papers) / max(counts[token], 1)) for token in range(size)], np.float32)


def _often(one: Asked) -> range:
    return range(_OFTEN.get(one.kind, 1))


def _endless(make: Callable[[], list[Any]], rng: random.Random) -> Iterator[Any]:
    """Round after round, each in its own order."""
    while True:
        found = make()
        rng.shuffle(found)
        yield from found
