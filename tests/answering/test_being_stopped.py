"""A stop, whichever step is waiting for the model: the server sees the client hang up, and no call follows."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from assistant.build import open_assistant
from assistant.errors import Stopped
from assistant.settings import Settings
from assistant.types import Event as AnswerEvent
from assistant.types import Started
from tests.servers.obliging import Step, oblige, step_of
from tests.servers.scripted import Answer, Raw, Request, ScriptedServer, Streamed

QUESTION = "How do FrontierMath and CLASH differ?"
WRITTEN = {
    "check": "Both are said to be rather hard to do [1].",  # in other words than any quote
    "repair": "It holds 98765 items [1].",  # a number of no abstract
}


class Silent:
    """Obliges, but is silent from `step` on; says when that begins, and keeps what was asked after it."""

    def __init__(self, step: Step) -> None:
        self._step, self.begun = step, Event()
        self.later: list[Step] = []

    def __call__(self, request: Request) -> Answer:
        asked = step_of(request)
        if asked == self._step:
            self.begun.set()
            return Streamed(["It is "], then="stall") if asked == "write" else Raw(silence=True)
        if self.begun.is_set():
            self.later.append(asked)
        if asked == "write" and self._step in WRITTEN:
            return Streamed([WRITTEN[self._step]])
        reply = oblige(request)
        if asked == "judge" and self._step == "premise":
            return (
                Raw(str(reply.body).replace('\\"relevance\\": 2', '\\"relevance\\": 1'))
                if isinstance(reply, Raw)
                else reply
            )
        return reply


@pytest.mark.parametrize("step", ["plan", "judge", "write", "check", "repair", "premise"])
def test_a_stop_hangs_up_on_the_server_within_a_second(step: Step, sample_index: Path) -> None:
    silent, stop, stopped = Silent(step), Event(), Event()
    with ScriptedServer(answers=silent) as server:
        settings = Settings(index=sample_index, chat_model="m", base_url=server.base_url, judge_limit=10, parallel=2)
        events = open_assistant(settings).stream(QUESTION, stop=stop)

        def answer() -> None:
            with pytest.raises(Stopped):
                list(events)
            stopped.set()

        thread = Thread(target=answer)
        thread.start()
        assert silent.begun.wait(30)
        stop.set()
        assert server.hung_up.wait(1)
        assert stopped.wait(1)
        thread.join()
    assert silent.later == []


def test_the_question_is_told_before_anything_is_done(sample_index: Path) -> None:
    """Whatever a plan takes, `Started` does not wait for it."""
    with ScriptedServer(answers=Silent("plan")) as server:
        settings = Settings(index=sample_index, chat_model="m", base_url=server.base_url)
        events: Iterator[AnswerEvent] = open_assistant(settings).stream(QUESTION)
        assert next(events) == Started(QUESTION)
        assert server.requests == []
