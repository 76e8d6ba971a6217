"""Serving the page: the address, the server around Gradio, a clean end. Knows no answer."""

import asyncio
import socket
import sys
from contextlib import suppress

import gradio as gr
import uvicorn
from fastapi import FastAPI, Response
from starlette.routing import Mount

from assistant.errors import UsageError
from assistant.web.asker import Asker
from assistant.web.page import Page
from assistant.web.prebuilt import styles
from assistant.web.records import Records
from assistant.web.running import Running
from assistant.web.theme import theme

_GRACE = 2  # seconds for open connections at the end; every page keeps one open


def launch(assistant: Asker, *, host: str, port: int) -> None:
    """Serves the page until Ctrl-C. Raises `UsageError` where the address cannot be had."""
    listening = listen(host, port)
    server = make_server(assistant)
    name = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"Ask your papers: http://{name}:{listening.getsockname()[1]}  (Ctrl-C stops it)\n")
    with suppress(KeyboardInterrupt):  # uvicorn raises it again once all is closed
        server.run(sockets=[listening])


def build_page(assistant: Asker) -> gr.Blocks:
    """The page alone, for a host that serves Gradio itself."""
    blocks: gr.Blocks = Page(assistant, Running()).blocks
    return blocks


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes any free one. Never another port than the one asked for."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen()
    except (OSError, OverflowError) as error:  # the second: a port that is none
        found.close()
        raise UsageError(
            f"cannot serve at {host}:{port}: {getattr(error, 'strerror', None) or error}",
            hint="Stop what uses it, or choose another with --port or ASSISTANT_PORT.",
        ) from error
    return found


def make_server(assistant: Asker) -> uvicorn.Server:
    """A server of the page that is not running yet."""
    running, records = Running(), Records()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.get("/record/{name}")(lambda name: _record(records.read(name)))  # before the page, which takes every path
    gr.mount_gradio_app(
        app,
        Page(assistant, running, records).blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        theme=theme(),
        head=f"<style>{styles()}</style>",  # the parameter `css` would put a prefix before every selector
    )
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_GRACE)
    return _Server(config, running, _gradio_in(app).stop_event)


def _record(found: bytes | None) -> Response:
    if found is None:
        return Response("This record is no longer kept. Ask the question again.\n", 404, media_type="text/plain")
    headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
    return Response(found, headers=headers, media_type="application/json")


def _gradio_in(app: FastAPI) -> gr.routes.App:
    """What mounting made of the page: Gradio keeps no other hold on it."""
    return next(r.app for r in app.routes if isinstance(r, Mount) and isinstance(r.app, gr.routes.App))


class _Server(uvicorn.Server):
    """Ends what keeps its connections open before it waits for them: answers, and the line every page holds."""

    def __init__(self, config: uvicorn.Config, running: Running, pages: asyncio.Event) -> None:
        super().__init__(config)
        self._running, self._pages = running, pages

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._running.stop_all()
        self._pages.set()
        await super().shutdown(sockets)
