"""Coroutines on the loop of a thread of their own, driven from plain threads.

Why: a thread that waits for a socket cannot be told to stop, but a task can, whether it looks up a name,
connects, waits for the first byte, reads, or waits before another try; cancelling it closes its connection.

Why: docs/decisions/0016-sync-generators.md
"""

import asyncio
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from concurrent.futures import Future, wait
from contextlib import aclosing
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from assistant.ports import Stop, heed

_T = TypeVar("_T")
_LOOK = 0.05  # seconds between two looks at `stop`


class Background:
    """One loop, one daemon thread. `cleanup` runs on the loop at `close`, or when this object is forgotten."""

    def __init__(self, cleanup: Callable[[], Coroutine[Any, Any, None]]) -> None:
        ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = Thread(target=lambda: asyncio.run(_serve(ready, cleanup)), daemon=True)
        self._thread.start()
        self._loop, over = ready.result()
        self._end = weakref.finalize(self, self._loop.call_soon_threadsafe, over.set)

    def call(self, work: Callable[[], Coroutine[Any, Any, _T]], *, stop: Stop | None = None) -> _T:
        """The result of the coroutine; raises what it raises, and `Stopped` within 0.1 s of a stop."""
        heed(stop)
        future = asyncio.run_coroutine_threadsafe(work(), self._loop)
        try:
            while not wait([future], timeout=_LOOK).done:
                heed(stop)
            return future.result()
        finally:
            future.cancel()  # nothing, once it is done

    def each(
        self, items: Callable[[], AsyncGenerator[_T, None]], *, stop: Stop | None = None
    ) -> Generator[_T, None, None]:
        """The items as they come; raises as `call` does. Closing this generator cancels the other."""
        heed(stop)
        queue: SimpleQueue[tuple[_T, ...]] = SimpleQueue()  # an empty tuple is the end
        future = asyncio.run_coroutine_threadsafe(_pump(items, queue), self._loop)
        future.add_done_callback(lambda _: queue.put(()))
        try:
            while item := _next(queue, stop):
                yield item[0]
            future.result()
        finally:
            future.cancel()

    def close(self) -> None:
        """Ends the thread; what still runs is cancelled."""
        self._end()
        self._thread.join()


async def _serve(
    ready: "Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]", cleanup: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    over = asyncio.Event()
    ready.set_result((asyncio.get_running_loop(), over))
    await over.wait()
    await cleanup()


async def _pump(items: Callable[[], AsyncGenerator[_T, None]], queue: "SimpleQueue[tuple[_T, ...]]") -> None:
    async with aclosing(items()) as source:
        async for item in source:
            queue.put((item,))


def _next(queue: "SimpleQueue[tuple[_T, ...]]", stop: Stop | None) -> tuple[_T, ...]:
    while True:
        heed(stop)
        try:
            return queue.get(timeout=_LOOK)
        except Empty:
            continue
