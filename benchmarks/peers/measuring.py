"""One library in a process of its own: how long it takes, how much memory, and what it ranks. Prints JSON.

    python -m benchmarks.peers.measuring NAME TASK.json...

A task: {"texts": [[id, title, abstract], ...], "questions": [...]}. The first is the one that is timed.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

from assistant.models.minilm import MiniLM
from assistant.ports import Vectors
from benchmarks.peers.libraries import LIBRARIES, Library, Text

_WARM = 64  # texts


def measure(library: Library, task: Path) -> dict[str, Any]:
    """Seconds of indexing and of each question, with those of embedding in them; MiB; and the rankings."""
    asked = json.loads(task.read_text(encoding="utf-8"))
    texts, questions = [Text(*text) for text in asked["texts"]], asked["questions"]
    with TemporaryDirectory() as warm, TemporaryDirectory() as folder, _clock() as embedding:
        library(texts[:_WARM], Path(warm))(questions[0])  # imports, and the model is loaded
        began, before = perf_counter(), sum(embedding)
        search = library(texts, Path(folder))
        indexing = perf_counter() - began, sum(embedding) - before
        search(questions[0])
        answers = [_ask(search, question, embedding) for question in questions]
    return {
        "indexing": indexing,
        "questions": [seconds for _, seconds in answers],
        "rankings": [ranking for ranking, _ in answers],
        "memory": _peak(),
    }


def _ask(search: Any, question: str, embedding: Sequence[float]) -> tuple[list[str], tuple[float, float]]:
    began, before = perf_counter(), len(embedding)
    ranking = search(question)
    return ranking, (perf_counter() - began, sum(embedding[before:]))


@contextmanager
def _clock() -> Iterator[list[float]]:
    """The seconds of every call of the embedding model, whoever calls it."""
    seconds: list[float] = []
    embed = MiniLM.embed

    def timed(self: MiniLM, texts: Sequence[str]) -> Vectors:
        began = perf_counter()
        try:
            return embed(self, texts)
        finally:
            seconds.append(perf_counter() - began)

    with patch.object(MiniLM, "embed", timed):
        yield seconds


def _peak() -> float:
    """MiB that this process had at most. Linux; `getrusage` would count what the process that began it had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    print(json.dumps([measure(LIBRARIES[sys.argv[1]], Path(task)) for task in sys.argv[2:]]))
