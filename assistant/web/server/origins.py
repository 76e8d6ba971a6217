"""Who may ask at all: only pages of our own, under names of our own.

Any site that a reader visits can make the browser send requests here. Those are told by what the browser says of them
(Fetch Metadata, or Origin); the name in Host tells when a foreign name was made to point here (DNS rebinding).

Why: docs/decisions/0026-a-door-before-gradio.md
"""

from urllib.parse import urlsplit

from assistant.web.server.asgi import App, Receive, Scope, Send, header, refuse

_READING = {"GET", "HEAD", "OPTIONS"}
_CLOSED = (
    "/gradio_api/component_server",
    "/gradio_api/process_recording",
    "/gradio_api/proxy=",
    "/gradio_api/stream",
    "/gradio_api/undo-vibe",
    "/gradio_api/upload",
    "/gradio_api/vibe",
    "/monitoring",
)


class OwnOriginOnly:
    """`hosts`: the names it goes by, None for any."""

    def __init__(self, app: App, hosts: frozenset[str] | None) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # the page uses none
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and (refused := self._refused(scope)):
            await refuse(*refused, scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        host = _name(f"//{header(scope, 'host')}")
        if not host:
            return 400, "The request does not say which host it is for."
        if self._hosts is not None and host not in self._hosts:
            told = "Add the name to ASSISTANT_HOSTS if the page is to be reached under it."
            return 421, f"This page is not served under the name of this request. {told}"
        if _is_foreign(scope):
            return 403, "Another site sent this request. Open the page itself."
        if scope["path"].startswith(_CLOSED):  # doors of Gradio that this page does not use
            return 404, "There is nothing here."
        return None


def _is_foreign(scope: Scope) -> bool:
    """Whether another site made the browser send it. A link that leads here is no such thing."""
    site, reading = header(scope, "sec-fetch-site"), scope["method"] in _READING
    if site:
        followed = reading and header(scope, "sec-fetch-mode") == "navigate"
        return site not in ("same-origin", "none") and not followed
    origin = header(scope, "origin")
    if not origin:  # no browser, or one that reads what is its own
        return False
    return _address(origin) != _address(f"//{header(scope, 'host')}")


def _name(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _address(url: str) -> tuple[str, str]:
    """Name and port, as written: a proxy in front may speak https where we speak http."""
    try:
        return _name(url), urlsplit(url).netloc.rpartition("]")[2].rpartition(":")[2]
    except ValueError:
        return "", ""
