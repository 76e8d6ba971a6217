"""Putting papers into requests, by number and by tokens, within a budget. Asks nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.types import Paper, Usage

_FULL = 4_000  # tokens of papers in one request: small models lose the thread in longer ones
_REPLY = 60  # tokens a paper's judgement takes on average: most are "no" and take 25, a quoted one takes 150


@dataclass(frozen=True, slots=True)
class Pack:
    """Papers for one request, and the tokens that it and its reply are estimated to take."""

    papers: tuple[Paper, ...]
    tokens: int


def pack(papers: Sequence[Paper], *, size: Callable[[Paper], int], most: int, frame: int) -> list[Pack]:
    """The papers in their order, at most `most` in a request and no more tokens than are good for it.

    `size`: tokens of a paper in a request; `frame`: tokens of a request without papers.
    """
    parts: list[list[tuple[Paper, int]]] = []
    for paper in papers:
        tokens = size(paper)
        if not parts or len(parts[-1]) == most or sum(n for _, n in parts[-1]) + tokens > _FULL:
            parts.append([])
        parts[-1].append((paper, tokens))
    return [Pack(tuple(p for p, _ in part), frame + sum(n + _REPLY for _, n in part)) for part in parts]


class Purse:
    """A budget of tokens. A request is paid with its estimate when it is sent, with its usage when it is back."""

    def __init__(self, budget: int) -> None:
        self._budget, self._paid, self._owed, self._estimated = budget, 0, 0, 0

    def affords(self, pack: Pack) -> bool:
        """Whether the budget holds one more request; the first is sent in any case.

        Estimates are corrected by what the first replies took: a model that thinks aloud takes several times as much.
        """
        dearer = max(1.0, self._paid / self._estimated) if self._estimated else 1.0
        fits = self._paid + dearer * (self._owed + pack.tokens) <= self._budget
        return fits or not self._paid + self._owed

    def send(self, pack: Pack) -> None:
        self._owed += pack.tokens

    def settle(self, pack: Pack, usage: Usage) -> None:
        self._owed -= pack.tokens
        self._paid += usage.prompt_tokens + usage.completion_tokens
        self._estimated += pack.tokens
