"""The headers of every response: nothing foreign is loaded, nobody frames the page, nothing private is kept.

Knows no page. Gradio's own scripts stand in its HTML and make functions of text, so 'unsafe-inline' and 'unsafe-eval'
have to be allowed; what keeps foreign text from becoming a script is html.py.

Why: docs/decisions/0026-a-door-before-gradio.md
"""

from assistant.web.server.asgi import App, Message, Receive, Scope, Send

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
_ALWAYS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HASHED = ("/assets/",)  # their names change with what is in them
_LASTING = "public, max-age=31536000, immutable"
_PUBLIC = ("/static/", "/svelte/")  # the same for everybody, but not for ever


class SafeHeaders:
    """Adds them, and takes away what would let other sites read along (Gradio's CORS)."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _headers(scope["path"], message["status"], message.get("headers", []))
            await send(message)

        await self._app(scope, receive, with_headers)


def _headers(path: str, status: int, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    ours = {
        **_ALWAYS,
        **({} if path.startswith(_PUBLIC) and status == 200 else {"cache-control": _cache(path, status)}),
    }
    kept = [
        (name, value)
        for name, value in given
        if name.lower().decode() not in ours and not name.lower().startswith(b"access-control-")
    ]
    return [*kept, *((name.encode(), value.encode()) for name, value in ours.items())]


def _cache(path: str, status: int) -> str:
    return _LASTING if status == 200 and path.startswith(_HASHED) else "no-store"
