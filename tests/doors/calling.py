"""What a program sends, and what of an answer is the same whichever door it came by."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from tests.making import OWLS
from tests.web.asking import Scripted
from tests.web.served import Told, request

QUESTIONS = (
    "Which papers address long-tailed classification?",
    "Which papers address few-shot learning?",
    "Which papers study neural collapse?",
    "Which papers use Gaussian processes?",
    "Which papers study reinforcement learning for reasoning?",
    "Which papers are about video generation?",
    "How many dilemmas does CLASH contain?",
    "What does CLASH evaluate?",
    "Which papers release code?",
    "Which papers propose a benchmark?",
    "How many papers mention GRPO?",
    "How many papers mention diffusion?",
    "What are the five newest papers?",
    "What is the oldest paper?",
    "Which papers are about cooking pasta?",
    "Who won the football world cup in 1998?",
    "Compare few-shot learning with long-tailed classification",
    'Which papers mention "test-time scaling"?',
    "How many papers are there?",
    "Which papers discuss privacy?",
)


def manifest() -> dict[str, Any]:
    """server.json, by which registries of MCP tell how to start this program."""
    told: dict[str, Any] = json.loads((Path(__file__).resolve().parents[2] / "server.json").read_text(encoding="utf-8"))
    return told


def manifest_arguments() -> list[str]:
    (package,) = manifest()["packages"]
    return [argument["value"] for argument in package["packageArguments"]]


def post(url: str, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Told:
    told = {"Content-Type": "application/json", **(headers or {})}
    return request(url, path, method="POST", body=json.dumps(body).encode(), headers=told)


def lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without the time it took."""
    told: dict[str, Any] = json.loads(json.dumps(answer))  # a tuple is a list there
    return {key: value for key, value in told.items() if key not in ("seconds", "steps")}


def begin(url: str, path: str, body: Any) -> tuple[HTTPConnection, HTTPResponse]:
    """A request whose answer is still coming: the caller reads on, or closes the connection."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    return connection, connection.getresponse()


class Watched(Scripted):
    """Answers until `wait` is set, and says when it was asked and when it was stopped."""

    def __init__(self) -> None:
        self.wait, self.asked, self.stopped = Event(), Event(), Event()
        super().__init__([OWLS], wait=self.wait)

    def stream(self, *given: Any, stop: Any = None, **more: Any) -> Any:
        self.asked.set()
        try:
            yield from super().stream(*given, stop=stop, **more)
        finally:
            if stop.is_set():
                self.stopped.set()
