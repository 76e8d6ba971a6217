"""The models that ship, one of each for the whole process."""

from functools import cache

from assistant.models.cross_encoder import MiniLMCrossEncoder
from assistant.models.minilm import MiniLM
from assistant.ports import CrossEncoder, Embedder


@cache
def embedder() -> Embedder:
    """It also reads questions, whatever model the index uses."""
    return MiniLM()


@cache
def cross_encoder() -> CrossEncoder:
    return MiniLMCrossEncoder()
