"""The embedded embedding model: all-MiniLM-L6-v2, tuned on questions about papers, as int8 ONNX; nothing is downloaded.

`benchmarks/encoders` makes it; assistant/data/NOTICE says of what.

Why: docs/decisions/0015-one-text-at-a-time.md
     docs/decisions/0030-the-embedding-model-is-tuned-on-questions.md
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

from assistant.models.shipped import open_model, open_tokenizer, shipped
from assistant.ports import Vectors

_LIMIT = 256  # tokens the model was trained to read at once
_MODEL_SHA256 = "877cfbe5c90bbd5d82dc9c027d6bb3726e9660dacdfc5b7dfc24a77675692ab4"
_MAP_SHA256 = "46b957c176dbda082023849fd517e1f0ab79bb7567ae7d3a8faf880065fa6567"


class MiniLM:
    """Mean-pooled, unit-length sentence vectors of 384 dimensions (Reimers and Gurevych, EMNLP 2019)."""

    name = "all-MiniLM-L6-v2-papers-2"
    dim = 384

    def __init__(self, *, threads: int | None = None) -> None:
        """`threads`: texts embedded at the same time, by default as many as there are cores."""
        self._lock = Lock()
        self._threads = threads or os.cpu_count()
        # loaded at the first text: half the work here needs no vector
        self._parts: tuple[Any, Any, ThreadPoolExecutor] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One text at a time and core: a batch pads all to its longest and its activations leave the cache, and two
        cores on one text wait for each other. A text's vector then does not depend on its neighbours either.
        """
        session, tokenizer, side_by_side = self._loaded()
        encodings = tokenizer.encode_batch(list(texts))
        vectors = map if len(encodings) < 2 else side_by_side.map  # a question alone needs no other thread
        rows = list(vectors(lambda encoding: _vector(session, encoding.ids), encodings))
        return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Moved towards what answers them, by a linear map that was learned with the texts' own vectors held fixed."""
        vectors = self.embed(texts)
        moved = vectors + vectors @ _question_map()
        unit: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True).clip(1e-9)
        return unit

    def _loaded(self) -> tuple[Any, Any, ThreadPoolExecutor]:
        with self._lock:
            self._parts = self._parts or (*_load(), ThreadPoolExecutor(self._threads, "embedding"))
            return self._parts


@cache
def _question_map() -> Vectors:
    """Shape (384, 384); written by benchmarks/train_question_map.py."""
    read: Vectors = np.load(shipped("question-map.npy", _MAP_SHA256)).astype(np.float32)
    return read


def _vector(session: Any, ids: list[int]) -> Vectors:
    tokens = np.array([ids], np.int64)
    vector: Vectors = session.run(None, {"tokens": tokens, "mask": np.ones_like(tokens)})[0][0]
    return vector


def _load() -> tuple[Any, Any]:
    tokenizer = open_tokenizer()
    tokenizer.enable_truncation(_LIMIT)
    return open_model("embedder.onnx", _MODEL_SHA256), tokenizer
