"""The cross-encoder: a small model that reads a question and a paper together; nothing is downloaded.

`benchmarks/encoders` makes it; assistant/data/NOTICE says of what.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.models.shipped import open_model, open_tokenizer
from assistant.ports import CrossReading

_SHA256 = "84749407ae975f72bf0ccbb8d6d1f5f654b1eff468918dc9cd738c9a5c2982d6"
_QUESTION, _TITLE, _LIMIT = 48, 64, 512  # tokens at most: of the question, the title, and all with their marks
_CLS, _SEP = 101, 102


class MiniLMCrossEncoder:
    """Satisfies `CrossEncoder`. One object serves any number of threads."""

    def __init__(self, *, threads: int | None = None) -> None:
        """`threads`: papers read at the same time, by default as many as there are cores."""
        self._lock = Lock()
        self._threads = threads or os.cpu_count()
        self._parts: tuple[Any, Any, ThreadPoolExecutor] | None = None  # loaded with the first question that needs it

    def read(self, question: str, papers: Sequence[Sequence[str]]) -> list[CrossReading]:
        """One paper at a time and core, as the embedding model reads texts."""
        session, tokenizer, side_by_side = self._loaded()
        texts = [question, *(text for paper in papers for text in paper)]
        asked, *pieces = (found.ids[1:-1] for found in tokenizer.encode_batch(texts))
        of_paper = iter(pieces)
        rows = [[next(of_paper) for _ in paper] for paper in papers]
        return list(side_by_side.map(lambda row: _reading(session, asked[:_QUESTION], row), rows))

    def _loaded(self) -> tuple[Any, Any, ThreadPoolExecutor]:
        with self._lock:
            if self._parts is None:
                pool = ThreadPoolExecutor(self._threads, "reading")
                self._parts = open_model("cross-encoder.onnx", _SHA256), open_tokenizer(), pool
            return self._parts


def _reading(session: Any, asked: list[int], paper: list[list[int]]) -> CrossReading:
    """`paper`: the tokens of its title, then of each sentence."""
    text, places = list(paper[0][:_TITLE]), [-1] * min(_TITLE, len(paper[0]))
    for place, sentence in enumerate(paper[1:]):
        text += sentence
        places += [place] * len(sentence)
    text = text[: _LIMIT - 3 - len(asked)]
    tokens = np.array([[_CLS, *asked, _SEP, *text, _SEP]], np.int64)
    types = np.zeros_like(tokens)
    types[0, len(asked) + 2 :] = 1
    logits, token = session.run(None, {"tokens": tokens, "mask": np.ones_like(tokens), "types": types})
    start = len(asked) + 2
    sentences = _means(token[0, start : start + len(text)], np.array(places[: len(text)]), len(paper) - 1)
    return CrossReading(float(logits[0, 0]), float(logits[0, 1]), sentences)


def _means(scores: NDArray[np.float32], places: NDArray[np.int64], count: int) -> tuple[float, ...]:
    """The mean of each sentence's tokens; of a sentence past the limit the lowest there is."""
    found = [scores[places == place] for place in range(count)]
    lowest = float(scores.min(initial=0.0))
    return tuple(float(some.mean()) if len(some) else lowest for some in found)
