"""The shapes of ASGI, and small answers in it."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import Response

Scope = MutableMapping[str, Any]  # ASGI's own shapes: what is in them depends on the server
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def header(scope: Scope, name: str) -> str:
    """The first header of this name, in lower case; "" where there is none."""
    found = next((value for key, value in scope["headers"] if key == name.encode()), b"")
    return str(found.decode("latin-1"))


async def refuse(status: int, words: str, scope: Scope, receive: Receive, send: Send) -> None:
    await Response(words + "\n", status, media_type="text/plain")(scope, receive, send)
