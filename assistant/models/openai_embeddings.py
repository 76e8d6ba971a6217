"""An embedding model behind any OpenAI-compatible address."""

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.errors import ProviderNonsense
from assistant.models import tokens
from assistant.models.background import Background
from assistant.models.openai_client import OpenAIClient
from assistant.models.openai_errors import translated
from assistant.ports import Vectors
from assistant.settings import Secret

_LIMIT = 8_191  # tokens a text, of OpenAI's embedding models; a longer text fails the whole request
_BATCH = 64  # texts a request


class OpenAIEmbedder:
    """Satisfies `Embedder`. Batches of one call go out `parallel` at a time."""

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None,
        key: Secret | None,
        timeout: float,
        parallel: int,
        retries: int = 2,
    ) -> None:
        self._client = OpenAIClient(base_url=base_url, key=key, timeout=timeout, retries=retries)
        self._background = Background(self._client.close)
        self._model, self.name = model, self._client.name_of(model)
        self._parallel = parallel
        self._dim: int | None = None

    @property
    def dim(self) -> int:
        """Known after the first vector; asked for, with a vector of one word, where none was made yet."""
        if self._dim is None:
            self._dim = self.embed(["dimension"]).shape[1]
        return self._dim

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dim), np.float32)
        vectors = self._background.call(lambda: self._embed([tokens.cut(text, _LIMIT) for text in texts]))
        self._dim = vectors.shape[1]
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self.embed(texts)

    def close(self) -> None:
        self._background.close()

    async def _embed(self, texts: list[str]) -> Vectors:
        free = asyncio.Semaphore(self._parallel)
        batches = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
        tasks = [asyncio.create_task(self._batch(batch, free)) for batch in batches]
        try:
            return self._unit(np.concatenate(await asyncio.gather(*tasks)))
        except ValueError as error:  # batches of different widths
            raise self._nonsense() from error
        finally:
            for task in tasks:
                task.cancel()  # one failed: the others are of no use

    async def _batch(self, texts: list[str], free: asyncio.Semaphore) -> Vectors:
        async with free:
            with translated(self.name, self._client.key):
                answer = await self._client.sdk().embeddings.create(
                    model=self._model,
                    input=[text if text.strip() else "-" for text in texts],  # empty texts are refused
                    encoding_format="float",  # not every server knows the SDK's base64
                )
                return self._rows(answer, len(texts))

    def _rows(self, answer: Any, count: int) -> Vectors:  # what a server sends need not be what the SDK's types say
        try:
            rows = {int(item.index): item.embedding for item in answer.data}
            return np.array([rows[i] for i in range(count)], np.float32).reshape(count, -1)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._nonsense() from error

    def _unit(self, vectors: Vectors) -> Vectors:
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not vectors.shape[1] or not np.isfinite(lengths).all() or not lengths.all():
            raise self._nonsense()
        unit: Vectors = (vectors / lengths).astype(np.float32)
        return unit

    def _nonsense(self) -> ProviderNonsense:
        return ProviderNonsense(
            f"{self.name} sent vectors of another form",
            hint="Check that ASSISTANT_EMBED_MODEL names an embedding model.",
        )
