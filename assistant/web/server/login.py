"""The door: who has no session gets no further than the login page.

Sets `request.state.reader` for all behind it: the reader's name, "" where nobody has to log in.

Why: docs/decisions/0026-a-door-before-gradio.md
"""

import asyncio
import math
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import ClientDisconnect

from assistant.accounts import Accounts
from assistant.web.server.asgi import App, Receive, Scope, Send, header
from assistant.web.server.attempts import Attempts, Patience
from assistant.web.server.login_html import login_html
from assistant.web.server.sessions import LASTS, Sessions

_COOKIE = "assistant_session"
_OPEN = ("/healthz",)
_LONGEST = 4_096  # bytes of the form
_AT_A_TIME = 2  # passwords: checking one keeps a core busy for a third of a second
_FROM_ONE_ADDRESS = Patience(free=5, longest=900.0)
_FOR_ONE_NAME = Patience(free=20, longest=30.0)  # short, so that nobody can lock out somebody else


class NoDoor:
    """Nobody has to log in."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(_told(scope, "") if scope["type"] == "http" else scope, receive, send)


class Door:
    """`clock` gives seconds. Names and addresses that guess wrong have to wait before the next try."""

    def __init__(self, app: App, accounts: Accounts, clock: Callable[[], float]) -> None:
        self._app, self._accounts = app, accounts
        self._sessions = Sessions(accounts, clock)
        self._addresses, self._names = Attempts(_FROM_ONE_ADDRESS, clock), Attempts(_FOR_ONE_NAME, clock)
        self._checking = asyncio.Semaphore(_AT_A_TIME)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reader = self._sessions.reader(_secret(scope))
        path = scope["path"]
        if path in ("/login", "/logout"):
            try:
                response = await self._at_the_door(Request(scope, receive), leaving=path == "/logout")
            except ClientDisconnect:
                return
        elif reader is None and path not in _OPEN:
            response = _turned_away(scope)
        else:
            await self._app(_told(scope, reader or ""), receive, send)
            return
        await response(scope, receive, send)

    async def _at_the_door(self, request: Request, *, leaving: bool) -> Response:
        if leaving:
            return self._leave(request)
        return await self._enter(request) if request.method == "POST" else HTMLResponse(login_html())

    def _leave(self, request: Request) -> Response:
        if request.method != "POST":  # a link or an image may not log anybody out
            return RedirectResponse("./", 303)
        self._sessions.end(_secret(request.scope))
        response = RedirectResponse("login", 303)
        response.delete_cookie(_COOKIE)
        return response

    async def _enter(self, request: Request) -> Response:
        name, password = await _form(request)
        address = request.client.host if request.client else ""
        wait = max(self._addresses.wait(address), self._names.wait(name))
        if wait:
            return _again(f"Too many wrong tries. Wait {_words(wait)}, then try again.", 429, name, wait)
        async with self._checking:
            right = await asyncio.to_thread(self._accounts.check, name, password)
        if not right:
            self._addresses.failed(address)
            self._names.failed(name)
            return _again("Name or password is wrong.", 401, name)
        self._names.passed(name)
        response = RedirectResponse("./", 303)
        secure = request.url.scheme == "https"
        secret = self._sessions.begin(name)
        response.set_cookie(_COOKIE, secret, max_age=LASTS, httponly=True, samesite="lax", secure=secure)
        return response


def _told(scope: Scope, reader: str) -> Scope:
    return {**scope, "state": {**scope.get("state", {}), "reader": reader}}


def _secret(scope: Scope) -> str:
    try:
        found = SimpleCookie(header(scope, "cookie")).get(_COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


async def _form(request: Request) -> tuple[str, str]:
    """Name and password; empty where the form is none or is too long."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            return "", ""
    fields = parse_qs(body.decode("latin-1"), keep_blank_values=True)
    return fields.get("name", [""])[0].strip(), fields.get("password", [""])[0]


def _turned_away(scope: Scope) -> Response:
    """A page leads to the login; a script is told that it has none."""
    if scope["method"] in ("GET", "HEAD") and "text/html" in header(scope, "accept"):
        return RedirectResponse(f"{scope.get('root_path', '')}/login", 303)
    return Response("Log in first.\n", 401, media_type="text/plain")


def _again(words: str, status: int, name: str, wait: float = 0.0) -> Response:
    headers = {"retry-after": str(math.ceil(wait))} if wait else None
    return HTMLResponse(login_html(words, name), status, headers=headers)


def _words(seconds: float) -> str:
    whole = math.ceil(seconds)
    if whole >= 120:
        return f"{math.ceil(whole / 60)} minutes"
    return f"{whole} second{'s' * (whole != 1)}"
