"""How much one program may ask: requests a minute, questions at a time, bytes of a request.

Why: docs/decisions/0045-doors-are-guarded-by-tokens.md
"""

import math
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

from fastapi.responses import JSONResponse

from assistant.web.server.asgi import App, Message, Receive, Scope, Send, header
from assistant.web.server.token_door import is_for_programs, problem

_BODY = 1_000_000  # bytes of a request
_UPLOADS = "/api/v1/sources"  # which has a limit of its own
_MINUTE = 60.0
_BUSY = 1  # second, until a question of its own may be over


@dataclass(frozen=True, slots=True)
class Limits:
    rate: int = 120
    at_once: int = 4


class Limited:
    """Counts for each reader that the doors before it have named; who needs no name is not counted. `clock`: seconds.

    Everything happens in the server's one event loop, so nothing here is locked.
    """

    def __init__(self, app: App, limits: Limits, clock: Callable[[], float]) -> None:
        self._app, self._limits, self._clock = app, limits, clock
        self._came: dict[str, deque[float]] = {}
        self._asking = Counter[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_for_programs(scope["path"]):
            await self._app(scope, receive, send)
            return
        reader = scope["state"]["reader"]
        asking = scope["method"] == "POST" and reader != ""
        if wait := self._wait(reader, asking):
            words = f"Too many requests. Wait {wait} second{'s' * (wait != 1)}, then try again."
            headers = {"retry-after": str(wait)}
            await JSONResponse(problem(scope["path"], words, "rate_limit_exceeded"), 429, headers)(scope, receive, send)
            return
        self._asking[reader] += asking
        try:
            await self._bounded(scope, receive, send)
        finally:
            self._asking[reader] -= asking
            if not self._asking[reader]:
                del self._asking[reader]

    def _wait(self, reader: str, asking: bool) -> int:
        """Whole seconds until the reader may send this; 0: now, and it counts."""
        if not reader:
            return 0
        now, came = self._clock(), self._came.setdefault(reader, deque())
        while came and came[0] <= now - _MINUTE:
            came.popleft()
        if len(came) >= self._limits.rate:
            return max(1, math.ceil(came[0] + _MINUTE - now))
        if asking and self._asking[reader] >= self._limits.at_once:
            return _BUSY
        came.append(now)
        return 0

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_UPLOADS):
            await self._app(scope, receive, send)
            return
        announced = header(scope, "content-length")
        body = b""
        if not (announced.isdigit() and int(announced) > _BODY):
            while len(body) <= _BODY:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await self._app(scope, _replayed(body, receive), send)
                    return
        words = f"A request may have {_BODY:,} bytes. Send less."
        headers = {"connection": "close"}
        await JSONResponse(problem(scope["path"], words, "too_large"), 413, headers)(scope, receive, send)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body that was read, then whatever comes after it: that the client has left."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again
