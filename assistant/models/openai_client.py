"""Where and with what a provider is called: the SDK's client, made at the first call.

Why: docs/decisions/0018-a-model-that-fails.md
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.errors import UsageError
from assistant.settings import Secret

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_OPENAI = "https://api.openai.com/v1"
_CONNECT = 10.0  # seconds; a server that is there answers sooner
_DUMMY = "no-key-needed"  # for servers of one's own, which ask for no key


class OpenAIClient:
    """One server and one key. The SDK is imported where it is first needed: that costs seconds on a slow disk."""

    def __init__(self, *, base_url: str | None, key: Secret | None, timeout: float, retries: int) -> None:
        if base_url is None and key is None:
            raise UsageError(
                "a model is configured and neither OPENAI_API_KEY nor OPENAI_BASE_URL is set",
                hint="Set the key, or the address of a server of your own, or unset the model.",
            )
        self.place = _place(base_url) if base_url else ""
        self.key = key or Secret(_DUMMY)
        self._base_url, self._timeout, self._retries = base_url or _OPENAI, timeout, retries
        self._sdk: AsyncOpenAI | None = None

    def name_of(self, model: str) -> str:
        """`openai:MODEL`, with the address where it is not OpenAI's: the same name may be another model there."""
        return f"openai:{model}@{self.place}" if self.place else f"openai:{model}"

    def model_of(self, name: str) -> str | None:
        """The model whose `name_of` it is; None where that is another server's."""
        model = name.removeprefix("openai:").partition("@")[0]
        return model if name == self.name_of(model) else None

    def sdk(self) -> "AsyncOpenAI":
        """The SDK's client. To be called on one loop only; retries, with jitter, are the SDK's alone."""
        if self._sdk is None:
            from openai import AsyncOpenAI, Timeout

            timeout = Timeout(self._timeout, connect=min(_CONNECT, self._timeout))
            self._sdk = AsyncOpenAI(
                api_key=self.key.reveal(), base_url=self._base_url, timeout=timeout, max_retries=self._retries
            )
        return self._sdk

    async def close(self) -> None:
        if self._sdk is not None:
            await self._sdk.close()


def _place(base_url: str) -> str:
    """Host and port: without the user, password and query that an address may carry."""
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError(
            "OPENAI_BASE_URL is not an http address", hint="Write it like http://127.0.0.1:8080/v1, or unset it."
        )
    return f"{host}:{port}" if port else host
