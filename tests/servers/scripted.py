"""An OpenAI-compatible server that does as it is told: replies, errors, cut and stalled streams. Loopback only."""

import json
import select
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self

NOW = {"retry-after-ms": "1"}  # tells the SDK not to wait before it tries again


@dataclass(frozen=True)
class Raw:
    """A whole response. `silence`: nothing is sent until the client hangs up."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    silence: bool = False


@dataclass(frozen=True)
class Streamed:
    """A streamed chat completion. `then`: done, cut (in mid-event), stall, or vanish (closed without its end)."""

    pieces: Sequence[str]
    usage: tuple[int, int] | None = (7, 5)
    then: str = "done"
    extra: Sequence[str] = ()  # raw events after the pieces


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str]
    body: Any


def chat(text: str | None, *, usage: tuple[int, int] | None = (7, 5), **message: Any) -> Raw:
    reply: dict[str, Any] = {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, **message}}
        ],
    }
    if usage:
        reply["usage"] = _usage(usage)
    return Raw(json.dumps(reply))


def vectors(rows: Sequence[Sequence[float]]) -> Raw:
    data = [{"object": "embedding", "index": i, "embedding": list(row)} for i, row in enumerate(rows)]
    return Raw(
        json.dumps({"object": "list", "data": data, "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}})
    )


def failure(status: int, message: str = "no", *, headers: Mapping[str, str] = NOW, **more: Any) -> Raw:
    return Raw(json.dumps({"error": {"message": message, **more}}), status, headers)


Answer = Raw | Streamed


class ScriptedServer:
    """Gives the scripted answers in turn, or what `answers`, a function of the request, says."""

    def __init__(self, *script: Answer, answers: Callable[[Request], Answer] | None = None) -> None:
        self._script, self._answers, self._lock = list(script), answers, Lock()
        self.requests: list[Request] = []
        self.hung_up, self.closing, self.asked = Event(), Event(), Event()
        self._server = _Quiet(("127.0.0.1", 0), _handler(self))
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def next_answer(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            self.asked.set()
            if self._answers is None:
                return self._script.pop(0) if self._script else failure(500, "the script is over")
        return self._answers(request)


class _Quiet(ThreadingHTTPServer):
    """Says nothing of clients that hang up: that is what many tests are about."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            answer = server.next_answer(Request(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            try:
                if isinstance(answer, Streamed):
                    self._stream(answer)
                elif answer.silence:
                    self._wait_for_hang_up()
                else:
                    self._whole(answer)
            except (BrokenPipeError, ConnectionResetError):
                server.hung_up.set()

        def _whole(self, answer: Raw) -> None:
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in {"content-type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, answer: Streamed) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for event in [*(_event(piece) for piece in answer.pieces), *answer.extra]:
                self._chunk(f"data: {event}\n\n")
            if answer.then == "stall":
                self._wait_for_hang_up()
            elif answer.then == "cut":
                self.wfile.write(b'40\r\ndata: {"id": "c", "cho')
                self.close_connection = True
            else:
                self._end(answer)

        def _end(self, answer: Streamed) -> None:
            if answer.then == "done":
                self._chunk(f"data: {_event(None)}\n\n")
                if answer.usage:
                    self._chunk(f"data: {json.dumps({'id': 'c', 'choices': [], 'usage': _usage(answer.usage)})}\n\n")
                self._chunk("data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")

        def _chunk(self, text: str) -> None:
            raw = text.encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(raw), raw))
            self.wfile.flush()

        def _wait_for_hang_up(self) -> None:
            self.close_connection = True
            while not server.closing.is_set():
                if select.select([self.connection], [], [], 0.02)[0] and not self.connection.recv(1, socket.MSG_PEEK):
                    server.hung_up.set()
                    return

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


def _event(piece: str | None) -> str:
    """One chunk of a streamed completion; None for the last, which carries the reason of the end."""
    choice = {
        "index": 0,
        "delta": {"content": piece} if piece is not None else {},
        "finish_reason": None if piece is not None else "stop",
    }
    return json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]})


def _usage(counts: tuple[int, int]) -> dict[str, int]:
    return {"prompt_tokens": counts[0], "completion_tokens": counts[1], "total_tokens": sum(counts)}
