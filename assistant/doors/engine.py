"""What the doors ask of the assistant, and the answer being made for one of them."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from threading import Event as Flag
from threading import Lock
from typing import Protocol

from assistant.ports import Stop
from assistant.recording import Recording
from assistant.types import Answer, Event, Filters, Finished, RankedPaper

_AT_A_TIME = 32  # answers; beyond it a question waits for its turn
_KEPT = 500  # answers that a later turn of a conversation may lean on
_TURNS = 8  # earlier questions that count


class Engine(Protocol):
    """An assistant over one index, as far as other programs use it. Called from several threads at a time."""

    def count(self) -> int:
        """Papers in the index."""
        ...

    def search(self, question: str, k: int = 20, *, filters: Filters | None = None) -> list[RankedPaper]:
        """The k best papers, unjudged."""
        ...

    def stream(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
    ) -> Iterator[Event]:
        """The events of one answer, `Finished` last, heard by the recording.

        Raises `AssistantError`, `Stopped` after `stop` was set.
        """
        ...


class Stops(Protocol):
    """Where answers that are being made are known, so that the end of the server can stop them."""

    def start(self, tab: str) -> Flag: ...
    def end(self, tab: str, stop: Flag) -> None: ...


class Unwatched:
    """For a server that ends with its only client."""

    def start(self, tab: str) -> Flag:
        return Flag()

    def end(self, tab: str, stop: Flag) -> None:
        pass


class Answering:
    """Makes the answers of all doors. Who stops listening, by closing the events or being cancelled, stops the work.

    A program sends the earlier questions of a conversation, not our answers to them. They are remembered for each
    reader; those that are not (the server was started anew) are asked again.
    """

    def __init__(self, engine: Engine, stops: Stops) -> None:
        self.engine, self._stops = engine, stops
        self._threads = ThreadPoolExecutor(_AT_A_TIME, "door")
        self._given: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self._lock = Lock()

    async def ask(
        self, question: str, earlier: Sequence[str] = (), filters: Filters | None = None, *, reader: str = ""
    ) -> Answer:
        """The whole answer. Raises `AssistantError`."""
        async with aclosing(self.events(question, earlier, filters, reader=reader)) as events:
            async for event in events:
                if isinstance(event, Finished):
                    return event.answer
        raise AssertionError("the events of an answer end with Finished")

    async def events(
        self, question: str, earlier: Sequence[str] = (), filters: Filters | None = None, *, reader: str = ""
    ) -> AsyncGenerator[Event]:
        """The events of the answer, `Finished` last. Raises `AssistantError`."""
        loop, told = asyncio.get_running_loop(), asyncio.Queue[Event | BaseException]()
        name = secrets.token_hex(8)
        stop = self._stops.start(name)

        def tell(said: Event | BaseException) -> None:
            with suppress(RuntimeError):  # the loop has ended, and nobody listens
                loop.call_soon_threadsafe(told.put_nowait, said)

        def work() -> None:
            try:
                for event in self._stream(question, tuple(earlier[-_TURNS:]), filters, reader, stop):
                    tell(event)
            except BaseException as error:  # raised where somebody waits for it
                tell(error)
            finally:
                self._stops.end(name, stop)

        self._threads.submit(work)
        try:
            while True:
                said = await told.get()
                if isinstance(said, BaseException):
                    raise said
                yield said
                if isinstance(said, Finished):
                    return
        finally:
            stop.set()

    def _stream(
        self, question: str, earlier: tuple[str, ...], filters: Filters | None, reader: str, stop: Flag
    ) -> Iterator[Event]:
        history: list[Answer] = []
        for at, asked in enumerate(earlier):
            history.append(self._earlier(asked, earlier[:at], history, filters, reader, stop))
        for event in self.engine.stream(question, history, filters=filters, stop=stop):
            if isinstance(event, Finished):
                self._keep((reader, filters, *earlier, question), event.answer)
            yield event

    def _earlier(
        self,
        asked: str,
        before: tuple[str, ...],
        history: list[Answer],
        filters: Filters | None,
        reader: str,
        stop: Flag,
    ) -> Answer:
        key = (reader, filters, *before, asked)
        with self._lock:
            if known := self._given.get(key):
                return known
        *_, last = self.engine.stream(asked, tuple(history), filters=filters, stop=stop)
        assert isinstance(last, Finished)
        self._keep(key, last.answer)
        return last.answer

    def _keep(self, key: tuple[object, ...], answer: Answer) -> None:
        with self._lock:
            self._given[key] = answer
            self._given.move_to_end(key)
            while len(self._given) > _KEPT:
                self._given.popitem(last=False)
