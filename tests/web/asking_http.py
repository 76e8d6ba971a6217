"""A reader without a browser: asks over HTTP as the page's own script does."""

import json
import secrets
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from tests.web.served import Told, request

_QUEUE = "/gradio_api/queue"


class Asking:
    """One tab. `headers` go with every request, a session's cookie for one."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self._url, self._headers = url, dict(headers or {})
        self._tab = secrets.token_hex(6)
        config = request(url, "/config", headers=self._headers).json
        box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
        asked = next(d for d in config["dependencies"] if [box, "submit"] in d["targets"])
        self._handler, self._blanks = asked["id"], len(asked["inputs"]) - 1
        self._lines: Iterator[str] = iter(())

    def ask(self, question: str) -> Told:
        """Puts a question into the queue; `wait_for` then reads along."""
        body = {"data": [question, *[None] * self._blanks], "fn_index": self._handler, "session_hash": self._tab}
        headers = {**self._headers, "Content-Type": "application/json"}
        told = request(self._url, f"{_QUEUE}/join", method="POST", body=json.dumps(body).encode(), headers=headers)
        if told.status == 200:
            self._lines = self._read_along()
        return told

    def wait_for(self, words: str) -> None:
        """Until these words come; fails where the answer ends before."""
        seen = next((line for line in self._lines if words in line), None)
        assert seen is not None, f"{words} never came"

    def wait(self) -> dict[str, Any]:
        """Until the answer is over; gives the last message of it."""
        for line in self._lines:
            if line.startswith("data:"):
                message: dict[str, Any] = json.loads(line.removeprefix("data:"))
                if message["msg"] in ("process_completed", "unexpected_error"):
                    return message
        raise AssertionError("the answer broke off")

    def _read_along(self) -> Iterator[str]:
        connection = HTTPConnection(urlsplit(self._url).netloc, timeout=60)
        try:
            connection.request("GET", f"{_QUEUE}/data?session_hash={self._tab}", headers=self._headers)
            response: HTTPResponse = connection.getresponse()
            while line := response.readline():
                yield line.decode()
        finally:
            connection.close()
