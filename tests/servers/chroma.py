"""A real Chroma server as a process of its own, and a proxy before it that holds to the limits of Chroma's cloud."""

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

_PAGE, _AT_ONCE, _LONGEST = 300, 10, 128


class ChromaProcess:
    """`chroma run` on a free port, over a folder that outlives it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port = int(taken.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        run = ["chroma", "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self.port)]
        # What the program `chroma` does, without a second of imports.
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"import chromadb_rust_bindings; chromadb_rust_bindings.cli({run!r})"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while self._process.poll() is None:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("chroma run ended at once")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def chroma(folder: Path) -> Iterator[ChromaProcess]:
    server = ChromaProcess(folder)
    try:
        yield server
    finally:
        server.kill()


class Limits:
    """What the proxy saw; `refused` says why it answered 4xx. With a token, only requests that carry it pass."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token
        self.refused: list[str] = []
        self.under_way = 0
        self.lock = Lock()

    def why_not(self, path: str, body: bytes, token: str | None) -> tuple[int, str] | None:
        if token != self.token:
            return 401, "Unauthorized"
        if self.under_way > _AT_ONCE:
            return 429, "too many requests at once"
        said = json.loads(body) if body else {}
        if re.search(r"/(add|get|delete)$", path) and len(said.get("ids") or []) > _PAGE:
            return 400, f"{len(said['ids'])} records in one request"
        if longest := max((len(id.encode()) for id in said.get("ids") or [] if len(id.encode()) > _LONGEST), default=0):
            return 400, f"an id of {longest} bytes"
        if path.endswith("/get") and not said.get("ids") and (said.get("limit") or _PAGE + 1) > _PAGE:
            return 400, "more than 300 records asked for"
        if path.endswith("/query") and said["n_results"] > _PAGE:
            return 400, f"{said['n_results']} results asked for"
        return None


@contextmanager
def limited(to: ChromaProcess, limits: Limits) -> Iterator[str]:
    """The address of a proxy that passes on what is within the limits."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            with limits.lock:
                limits.under_way += 1
                no = limits.why_not(self.path, body, self.headers.get("x-chroma-token"))
                if no:
                    limits.refused.append(no[1])
            try:
                if no:
                    self._answer(no[0], json.dumps({"error": "Refused", "message": no[1]}).encode())
                else:
                    self._ask(body)
            finally:
                with limits.lock:
                    limits.under_way -= 1

        def _ask(self, body: bytes) -> None:
            behind = http.client.HTTPConnection("127.0.0.1", to.port)
            kind = {"content-type": self.headers.get("content-type") or "application/json"}
            behind.request(self.command, self.path, body, kind)
            answer = behind.getresponse()
            self._answer(answer.status, answer.read())
            behind.close()

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _pass  # as http.server names them

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as proxy:
        proxy.daemon_threads = True
        Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{proxy.server_port}"
        finally:
            proxy.shutdown()
