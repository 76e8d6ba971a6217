"""The door for programs: who sends no token that is known gets no further. Beside the login, which is for people.

Why: docs/decisions/0045-doors-are-guarded-by-tokens.md
"""

from fastapi.responses import JSONResponse

from assistant.access_tokens import AccessTokens
from assistant.web.server.asgi import App, Receive, Scope, Send, header

_FEEDS = "/feeds"
PATHS = ("/api/v1", "/v1", "/mcp", _FEEDS)


def is_for_programs(path: str) -> bool:
    return any(path == door or path.startswith(f"{door}/") for door in PATHS)


class TokenDoor:
    """`people`: the way of everything else, and of requests without a token where people have to log in: a session
    will do for both. `open`: nobody needs a token."""

    def __init__(self, app: App, people: App, tokens: AccessTokens | None, *, login: bool, open: bool) -> None:
        self._app, self._people, self._tokens = app, people, tokens
        self._login, self._open = login, open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._open or not is_for_programs(scope["path"]):
            await self._people(scope, receive, send)
            return
        kind, _, token = header(scope, "authorization").partition(" ")
        if kind.lower() == "bearer":
            name = self._tokens.name(token.strip()) if self._tokens else None
            if name is not None:
                told = {**scope, "state": {**scope.get("state", {}), "reader": f"token:{name}"}}
                await self._app(told, receive, send)
                return
        elif self._login or scope["path"].startswith(f"{_FEEDS}/"):  # a feed shows no more than the page does
            await self._people(scope, receive, send)
            return
        await _turned_away(scope, receive, send)


async def _turned_away(scope: Scope, receive: Receive, send: Send) -> None:
    words = "Send a token that is known here: Authorization: Bearer TOKEN. Make one with: assistant token NAME"
    headers = {"www-authenticate": "Bearer"}
    await JSONResponse(problem(scope["path"], words, "invalid_api_key"), 401, headers)(scope, receive, send)


def problem(path: str, words: str, code: str) -> dict[str, object]:
    """A refusal in the form that the clients of each door read."""
    if path.startswith("/v1"):
        return {"error": {"message": words, "type": "invalid_request_error", "param": None, "code": code}}
    return {"error": words}
