"""A page served on a free port, for tests that ask it over HTTP; and what they ask."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from assistant.exploring import Explorer
from assistant.keeping import Conversations
from assistant.watching import Watches
from assistant.watching.digest import Digests
from assistant.web import Asker
from assistant.web.add.stock import Stock
from assistant.web.server.server import listen, make_server
from assistant.web.server.serving import Serving


@contextmanager
def served(
    assistant: Asker,
    *,
    kept: Conversations | None = None,
    explorer: Explorer | None = None,
    stock: Stock | None = None,
    watches: Watches | None = None,
    digests: Digests | None = None,
    serving: Serving | None = None,
) -> Iterator[str]:
    """The address of the page, which ends as Ctrl-C ends it."""
    listening, made = listen("127.0.0.1", 0), Future[uvicorn.Server]()

    async def run() -> None:  # made within a running event loop: without one Gradio makes some that it never closes
        with listening:
            try:
                how = serving or Serving()
                made.set_result(
                    make_server(
                        assistant, kept, explorer=explorer, stock=stock, watches=watches, digests=digests, serving=how
                    )
                )
            except BaseException as error:
                made.set_exception(error)
                raise
            await made.result().serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    server = made.result()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True, slots=True)
class Told:
    """What the server answered; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def request(
    url: str, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Told:
    """One request as it stands: nothing is followed, and no header but those of HTTP is added."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent: the answer is there
            connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return Told(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()
