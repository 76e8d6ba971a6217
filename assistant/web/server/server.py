"""Serving the page: the address, the server around Gradio, a clean end."""

import socket
import sys
import time
from contextlib import suppress

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from starlette.routing import Mount

from assistant.doors.engine import Answering
from assistant.doors.mcp.http import add_mcp, lifespan_of
from assistant.doors.mcp.tools import make_mcp
from assistant.doors.openai.routes import add_openai
from assistant.doors.rest.routes import add_rest
from assistant.errors import UsageError
from assistant.exploring import Explorer
from assistant.keeping import Conversations
from assistant.settings import Settings
from assistant.watching import Watches
from assistant.watching.digest import Digests
from assistant.web.add.add import Add
from assistant.web.add.intake import Intake
from assistant.web.add.stock import Stock
from assistant.web.ask.asker import Asker
from assistant.web.ask.running import Running
from assistant.web.server.api_page import add_api_page
from assistant.web.server.asgi import App
from assistant.web.server.downloads import add_downloads
from assistant.web.server.feeds import add_feeds
from assistant.web.server.fetches import add_fetches
from assistant.web.server.headers import SafeHeaders
from assistant.web.server.health import add_health
from assistant.web.server.limits import Limited
from assistant.web.server.login import Door, NoDoor
from assistant.web.server.origins import OwnOriginOnly
from assistant.web.server.serving import Serving, is_loopback, serving_of
from assistant.web.server.shutdown import EndingServer
from assistant.web.server.sources import add_sources
from assistant.web.server.token_door import TokenDoor
from assistant.web.server.uploads import add_uploads
from assistant.web.shell.page import Page
from assistant.web.shell.prebuilt import styles

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

_ALONE = Serving()
_GRACE = 2  # seconds for open connections at the end; every page keeps one open


def launch(
    assistant: Asker,
    settings: Settings,
    *,
    explorer: Explorer | None = None,
    stock: Stock | None = None,
    kept: Conversations | None = None,
    watches: Watches | None = None,
    digests: Digests | None = None,
) -> None:
    """Serves the page until Ctrl-C. Conversations and watches end with it where none are kept, papers are not shown
    without an `explorer`, and neither added nor removed without a `stock`.

    Raises `UsageError` where the address cannot be had or the accounts cannot be read.
    """
    host, port = settings.host, settings.port
    serving = serving_of(settings)
    listening = listen(host, port)
    server = make_server(
        assistant, kept, explorer=explorer, stock=stock, watches=watches, digests=digests, serving=serving
    )
    if serving.accounts is None and not is_loopback(host):
        sys.stderr.write("Whoever reaches this address may use the page: ASSISTANT_AUTH asks for a password.\n")
    name = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"Ask your papers: http://{name}:{listening.getsockname()[1]}  (Ctrl-C stops it)\n")
    with suppress(KeyboardInterrupt):  # uvicorn raises it again once all is closed
        server.run(sockets=[listening])


def build_page(assistant: Asker, explorer: Explorer | None = None) -> gr.Blocks:
    """The page alone, for a host that serves Gradio itself."""
    blocks: gr.Blocks = Page(assistant, Running(), _in_memory(), Watches(None), explorer=explorer).blocks
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


def make_server(
    assistant: Asker,
    kept: Conversations | None = None,
    *,
    explorer: Explorer | None = None,
    stock: Stock | None = None,
    watches: Watches | None = None,
    digests: Digests | None = None,
    serving: Serving = _ALONE,
) -> uvicorn.Server:
    """A server of the page that is not running yet. Papers are added where there is a stock and a folder for them."""
    running, store, watched = Running(), kept or _in_memory(), watches or Watches(None)
    intake = Intake(stock, serving.data / "uploads") if stock and serving.data and serving.upload else None
    answering = Answering(assistant, running)
    agents = make_mcp(answering, explorer) if explorer else None
    lifespan = lifespan_of(agents) if agents else None
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    add_health(app, assistant)  # all before the page, which takes every path
    add_downloads(app, store, lambda request: _reader(request) or None)
    if intake is not None:
        add_uploads(app, intake, serving.upload)
        add_sources(app, intake)
        add_fetches(app, intake, serving.fetch)
    add_rest(app, answering, explorer, _reader)
    add_openai(app, answering, _reader)
    if agents:
        add_mcp(app, agents)
    add_feeds(app, watched, _reader)
    add_api_page(app)
    adding = Add(intake, serving.upload, serving.fetch) if intake else None
    login = serving.accounts is not None
    page = Page(assistant, running, store, watched, explorer=explorer, adding=adding, digests=digests, login=login)
    page.blocks.queue(max_size=serving.queue, api_open=False)
    gr.mount_gradio_app(
        app,
        page.blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        theme=theme(),
        auth_dependency=_reader if serving.accounts else None,
        head=f"<style>{styles()}</style>",  # the parameter `css` would put a prefix before every selector
    )
    config = uvicorn.Config(
        _guarded(app, serving), log_level="warning", server_header=False, timeout_graceful_shutdown=_GRACE
    )
    return EndingServer(config, running, intake, _gradio_in(app).stop_event)


def _guarded(app: App, serving: Serving) -> App:
    """From outside in: the headers, who may ask at all, who is asking, how much."""
    inner = Limited(app, serving.limits, time.monotonic)
    people = Door(inner, serving.accounts, time.monotonic) if serving.accounts else NoDoor(inner)
    login, unguarded = serving.accounts is not None, serving.open_to_programs
    programs = TokenDoor(inner, people, serving.tokens, login=login, open=unguarded)
    return SafeHeaders(OwnOriginOnly(programs, serving.hosts))


def _reader(request: Request) -> str:
    """Who the door let in; "" where nobody has to log in."""
    return str(request.state.reader)


def _in_memory() -> Conversations:
    return Conversations(None, clock=time.time)


def _gradio_in(app: FastAPI) -> gr.routes.App:
    """What mounting made of the page: Gradio keeps no other hold on it."""
    return next(r.app for r in app.routes if isinstance(r, Mount) and isinstance(r.app, gr.routes.App))


def theme() -> gr.themes.Base:
    """A theme whose font names are those of the reader's own system."""
    return gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=_SANS, font_mono=_MONO)
