"""Stand-ins for what a test must not load or call. Each satisfies a port and passes its contract tests."""

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from assistant.ports import Vectors

_WORD = re.compile(r"\w+")


class HashedWords:
    """An Embedder without a model: each word adds ±1 at a place its hash gives; texts that share words are near.

    Deterministic over processes and machines; a text without a word is the first unit vector.
    """

    def __init__(self, *, dim: int = 64, name: str = "hashed-words") -> None:
        self.dim, self.name = dim, name

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._embed_one(text) for text in texts]) if texts else np.empty((0, self.dim), np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self.embed(texts)

    def _embed_one(self, text: str) -> Vectors:
        vector = np.zeros(self.dim, np.float32)
        for word in _WORD.findall(text.lower()):
            digest = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
            vector[digest % self.dim] += 1 if digest >> 63 else -1
        if not vector.any():
            vector[0] = 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit
