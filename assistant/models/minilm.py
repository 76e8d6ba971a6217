"""The embedded embedding model: all-MiniLM-L6-v2, tuned on questions about papers, as int8 ONNX; nothing is downloaded.

`benchmarks/encoders` makes it; assistant/data/NOTICE says of what.

Why: docs/decisions/0015-one-text-at-a-time.md
     docs/decisions/0030-the-embedding-model-is-tuned-on-questions.md
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from assistant.errors import AssistantError
from assistant.ports import Vectors

_LIMIT = 256  # tokens the model was trained to read at once
_MODEL_SHA256 = "941df5812203bf12d592df2f195533c529d88e80e7d7212a37ecaf75aee07c2c"
_MAP_SHA256 = "2561a82ed5ac9b8e8de1e6f887e51fa8f0028e47fd3e7dada6dd397297da729f"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class MiniLM:
    """Mean-pooled, unit-length sentence vectors of 384 dimensions (Reimers and Gurevych, EMNLP 2019)."""

    name = "all-MiniLM-L6-v2-papers-1"
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
    path = Path(str(files("assistant"))) / "data" / "question-map.npy"
    _check(path, _MAP_SHA256)
    read: Vectors = np.load(path).astype(np.float32)
    return read


def _vector(session: Any, ids: list[int]) -> Vectors:
    tokens = np.array([ids], np.int64)
    vector: Vectors = session.run(None, {"tokens": tokens, "mask": np.ones_like(tokens)})[0][0]
    return vector


def _load() -> tuple[Any, Any]:  # onnxruntime and tokenizers carry no types
    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.set_default_logger_severity(3)  # it warns of missing GPUs on machines without any
    data = Path(str(files("assistant"))) / "data"
    model, vocabulary = data / "embedder.onnx", data / "minilm-tokenizer.json"
    _check(model, _MODEL_SHA256)
    _check(vocabulary, _TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.no_padding()  # the file has truncation and padding to 128 baked in
    tokenizer.enable_truncation(_LIMIT)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"]), tokenizer


def _check(path: Path, sha256: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
    if found != sha256:
        raise AssistantError(
            f"{path.name} of the embedded embedding model is not the file it should be ({found[:12]})",
            hint="Install this program and its dependencies anew.",
        )
