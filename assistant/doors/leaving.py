"""Work for a client that may leave before it is done."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from fastapi import Request

_Made = TypeVar("_Made")


async def unless_gone(request: Request, work: Coroutine[object, object, _Made]) -> _Made | None:
    """What the work makes; None where the client left, and the work was cancelled. The body must have been read."""
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
