"""An embedder that embeds no text twice: questions over the same abstracts ask for the same sentences again."""

from collections.abc import Sequence

import numpy as np

from assistant.ports import Embedder, Vectors


class Remembering:
    """Satisfies `Embedder`. Keeps a vector of every text, in memory."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dim = embedder.name, embedder.dim
        self._embedder, self._known = embedder, dict[str, Vectors]()

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_questions(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])
