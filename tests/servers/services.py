"""A server that answers as the services do that papers are fetched from. Loopback only, and real HTTP."""

import gzip
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Said:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False  # hang up before the last byte
    packed: bool = False


Answers = Callable[[Asked], Said]


class Service:
    """`answers` is asked for each request; `first` are said before, one a request."""

    def __init__(self, answers: Answers, *first: Said) -> None:
        self.asked: list[Asked] = []
        waiting = list(first)
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                asked.append(Asked(parts.path, query, {k.lower(): v for k, v in self.headers.items()}))
                said = waiting.pop(0) if waiting else answers(asked[-1])
                body = gzip.compress(said.body) if said.packed else said.body
                self.send_response(said.status)
                for name, text in said.headers.items():
                    self.send_header(name, text)
                if said.packed:
                    self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(body) + said.cut))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Service":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
