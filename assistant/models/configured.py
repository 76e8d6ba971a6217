"""The models that the settings ask for, and no others: without a model's name nothing is made or called.

Why: docs/decisions/0017-never-call-what-was-not-configured.md
"""

from dataclasses import replace

from assistant.models.minilm import MiniLM
from assistant.models.openai_chat import OpenAIChat
from assistant.models.openai_client import OpenAIClient
from assistant.models.openai_embeddings import OpenAIEmbedder
from assistant.models.prices import price_of
from assistant.ports import ChatModel, Embedder
from assistant.settings import Settings


def open_chat(settings: Settings) -> ChatModel | None:
    """The chat model of ASSISTANT_CHAT_MODEL; None where none is set. Calls nothing yet.

    Raises `UsageError` where there is neither a key nor an address, or the address is none.
    """
    if settings.chat_model is None:
        return None
    # The same name at another address may be another model, or one's own machine: only OpenAI's own has its price.
    price = price_of(settings.chat_model) if _is_openai(settings.base_url) else None
    return OpenAIChat(
        settings.chat_model, base_url=settings.base_url, key=settings.key, timeout=settings.timeout, price=price
    )


def open_embedder(settings: Settings) -> Embedder | None:
    """The embedding model of ASSISTANT_EMBED_MODEL; else as `open_chat`."""
    if settings.embed_model is None:
        return None
    return OpenAIEmbedder(
        settings.embed_model,
        base_url=settings.base_url,
        key=settings.key,
        timeout=settings.timeout,
        parallel=settings.parallel,
    )


def with_embedder(settings: Settings, name: str) -> Settings | None:
    """The settings with the embedding model of this name, where they allow that: it ships, or is at the address that
    embedding is configured for. None where they do not."""
    if name == MiniLM.name:
        return replace(settings, embed_model=None)
    if settings.embed_model is None:
        return None
    client = OpenAIClient(base_url=settings.base_url, key=settings.key, timeout=settings.timeout, retries=0)
    model = client.model_of(name)
    return replace(settings, embed_model=model) if model else None


def _is_openai(base_url: str | None) -> bool:
    return base_url is None or base_url.startswith("https://api.openai.com/")
