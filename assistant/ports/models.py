"""What the steps ask of models."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.ports.stopping import Stop
from assistant.types import Usage

Vectors = NDArray[np.float32]
JsonSchema = Mapping[str, Any]  # a JSON Schema document is any JSON object


class Embedder(Protocol):
    """Text to vectors. `name` changes whenever the vectors would."""

    @property
    def name(self) -> str: ...
    @property
    def dim(self) -> int: ...
    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, float32, shape (len(texts), dim), in the order given; texts past the limit are cut."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """The same of questions, to be compared with what `embed` makes of the texts that answer them."""


@dataclass(frozen=True, slots=True)
class CrossReading:
    """A question and a paper read together, as log-odds: that it is about this paper, that the abstract states the
    answer; and of each sentence how well it answers beside the others.
    """

    relevant: float
    stated: float
    sentences: tuple[float, ...]


class CrossEncoder(Protocol):
    """Reads a question and papers together."""

    def read(self, question: str, papers: Sequence[Sequence[str]]) -> list[CrossReading]:
        """Of each paper, in the order given; a paper is its title and the sentences of its abstract."""
        ...


class Tokens(Protocol):
    """Text measured in a model's tokens."""

    def count(self, text: str) -> int: ...
    def cut(self, text: str, limit: int) -> str:
        """The text's first `limit` tokens."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    usage: Usage


class ChatModel(Protocol):
    """A chat model that was configured. Raises `ProviderError` and its kinds, `Stopped` after a stop."""

    @property
    def name(self) -> str: ...
    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        """One whole reply; with `schema`, text that the server was asked to make valid JSON of that schema."""
        ...

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Iterator[str | Usage]:
        """The reply piece by piece, then its usage."""
        ...
