"""What a question wants, and what of the conversation it leans on: logistic models over its vector and its words.

Written by `python -m benchmarks.train_reader` from the questions in benchmarks/questions. Literal things, such as
dates, numbers, ids and names, are read by rules elsewhere.

Why: docs/decisions/0029-questions-are-read-by-what-was-learned.md
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.ports import Vectors
from assistant.types import Kind

_VECTOR, _WORDS = 3.0, 3.0  # lengths of the two halves of what the models see
_WORD = re.compile(r"[\w']+|[?!.\"]")
_ALIKE = (  # what is told by its form, not by which one it is
    (re.compile(r"\b\d{4}\.\d{4,5}(?:v\d+)?\b"), " _id "),
    (re.compile(r"https?://\S+|\b10\.\d{4,}/\S+"), " _link "),
    (re.compile(r"\d+"), " _n "),
)
_PAPERS: tuple[Kind, ...] = ("list", "fact", "compare", "overview")  # what is answered by judging papers
_DIRECT: tuple[Kind, ...] = ("talk", "collection", "metadata", "lookup")
_SURE = 0.5  # P from which a question is answered otherwise than by judging papers


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities. `wants`: of each kind; `leans`: on nothing ("none"), the "list", "one" paper, the "topic";
    `about`: what metadata would tell; `excludes`: that something is to be left out; `off`: that papers are hardly about
    it.
    """

    wants: Mapping[str, float]
    leans: Mapping[str, float]
    about: Mapping[str, float]
    excludes: float
    off: float

    @property
    def kind(self) -> Kind:
        """The most probable of the kinds that are answered by judging papers."""
        return max(_PAPERS, key=lambda kind: self.wants[kind])

    @property
    def direct(self) -> Kind | None:
        """The kind that no judge answers, where that is what is wanted."""
        if self.is_off:
            return None  # it has not learned what such a question wants
        best = max(_DIRECT, key=lambda kind: self.wants[kind])
        return best if self.wants[best] >= _SURE else None

    @property
    def is_off(self) -> bool:
        """Whether it asks for what papers are hardly about."""
        return self.off >= _SURE


class QuestionReader:
    """`embed`: the embedded embedding model's, whatever model the index uses. Used from many threads."""

    def __init__(self, embed: Callable[[Sequence[str]], Vectors]) -> None:
        self._embed = embed
        with (files("assistant.understanding") / "reader.npz").open("rb") as file:
            arrays = dict(np.load(file))
        self._place = {word: place for place, word in enumerate(arrays["words"].tolist())}
        self._heads = {
            name.removesuffix(".names"): (arrays[name].tolist(), arrays[name.replace("names", "weights")])
            for name in arrays
            if name.endswith(".names")
        }
        self.read = lru_cache(maxsize=256)(self._read)

    def _read(self, question: str) -> Reading:
        seen = features(self._embed([question])[0], words_of(question), self._place)
        found = {name: _chances(names, weights, seen) for name, (names, weights) in self._heads.items()}
        return Reading(found["want"], found["lean"], found["about"], found["excludes"]["yes"], found["off"]["yes"])


def words_of(question: str) -> set[str]:
    """Its words and pairs of neighbours, lower case, numbers and ids made alike."""
    text = question.lower()
    for pattern, name in _ALIKE:
        text = pattern.sub(name, text)
    words = _WORD.findall(text)
    return {*words, *(" ".join(pair) for pair in pairwise(words))}


def features(vector: Vectors, words: set[str], place: Mapping[str, int]) -> NDArray[np.float32]:
    """The vector and the known words side by side, each half of a length of its own; 1 last, for the bias."""
    known = [place[word] for word in words if word in place]
    bag = np.zeros(len(place), np.float32)
    bag[known] = _WORDS / max(1, len(known)) ** 0.5
    return np.concatenate([_VECTOR * vector, bag, np.ones(1, np.float32)])


def _chances(names: Sequence[str], weights: NDArray[np.float16], seen: NDArray[np.float32]) -> dict[str, float]:
    odds = weights.astype(np.float32) @ seen
    share = np.exp(odds - odds.max())
    return dict(zip(names, (share / share.sum()).tolist(), strict=True))
