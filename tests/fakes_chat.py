"""A chat model that says what it is told to; tests/models/test_chat_contract.py holds it to the real one's contract."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.errors import ProviderError, Stopped
from assistant.judging.embedded.prior_relevance import Expectation
from assistant.ports import JsonSchema, Message, Reply, Stop
from assistant.types import Plan, RankedPaper, Usage

Say = Callable[[Sequence[Message]], str]


class FakeChat:
    """Replies in turn, or by a function of the messages; an error is raised in its turn. Keeps what it was asked."""

    name = "fake-chat"

    def __init__(self, *replies: str | ProviderError, say: Say | None = None) -> None:
        self._replies, self._say = list(replies), say
        self.asked: list[tuple[Message, ...]] = []
        self.schemas: list[JsonSchema | None] = []

    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        self.schemas.append(schema)
        return Reply(self._next(messages, stop), Usage(1, 7, 5))

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Iterator[str | Usage]:
        for piece in re.findall(r"\s*\S{1,4}", self._next(messages, stop)):
            _check(stop)
            yield piece
        yield Usage(1, 7, 5)

    def _next(self, messages: Sequence[Message], stop: Stop | None) -> str:
        _check(stop)
        self.asked.append(tuple(messages))
        reply = self._say(messages) if self._say else self._replies.pop(0)
        if isinstance(reply, ProviderError):
            raise reply
        return reply


def as_ranked(plan: Plan, ranked: Sequence[RankedPaper]) -> Expectation:
    """Expects all of the ranked papers to be relevant: whoever asks goes on to the end."""
    return Expectation(tuple(r.paper for r in ranked), (1.0,) * len(ranked), corpus=len(ranked))


def _check(stop: Stop | None) -> None:
    if stop is not None and stop.is_set():
        raise Stopped("the answer was stopped", hint="Ask again to go on.")
