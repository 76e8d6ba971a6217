"""The papers that the rankings of one question name, numbered: arrays of numbers are merged, not dicts of ids.

Why: docs/decisions/0067-rankings-are-arrays.md
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

import numpy as np

from assistant.ports import NearChunks
from assistant.retrieval.fusion import Numbers, Ranking
from assistant.types import PaperId


class Candidates:
    """Numbers from 0, in the order in which papers are first named. For one question, and one thread."""

    def __init__(self) -> None:
        self._numbers = defaultdict[PaperId, int](count().__next__)

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, paper: PaperId) -> int:
        return self._numbers[paper]

    def ids(self, numbers: Numbers) -> list[PaperId]:
        known = [*self._numbers]
        return [known[number] for number in numbers.tolist()]

    def by_words(self, found: Sequence[tuple[PaperId, float]]) -> Ranking:
        return Ranking(self._numbered(paper for paper, _ in found), np.array([score for _, score in found], float))

    def by_nearness(self, near: NearChunks) -> Ranking:
        """Of each paper the similarity of its nearest chunk."""
        return Ranking(self._numbered(near.papers), near.nearest_of_each())

    def _numbered(self, papers: Iterable[PaperId]) -> Numbers:
        return np.fromiter(map(self._numbers.__getitem__, papers), np.int64)
