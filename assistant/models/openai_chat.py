"""A chat model behind any OpenAI-compatible address."""

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.errors import ProviderDeclined, ProviderDown, ProviderError, ProviderNonsense
from assistant.models import tokens
from assistant.models.background import Background
from assistant.models.openai_client import OpenAIClient
from assistant.models.openai_errors import is_too_long, translated
from assistant.models.prices import Price
from assistant.models.redacting import redacted, redacted_stream
from assistant.ports import JsonSchema, Message, Reply, Stop
from assistant.settings import Secret
from assistant.types import Usage

# What a server may not know, with the words by which its complaint is told.
_OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "response_format": ("response_format", "json_schema", "schema", "grammar"),
    "stream_options": ("stream_options", "include_usage"),
    "temperature": ("temperature",),
}
_LONGEST = 200_000  # characters of one reply; nothing we ask for comes near
_Request = dict[str, Any]  # the SDK's keyword arguments


class OpenAIChat:
    """Satisfies `ChatModel`. Safe to call from several threads at once.

    A server that answers 400 to `response_format`, `stream_options` or `temperature` is asked again without,
    and not sent them any more. `retries`, with growing and jittered pauses, are the SDK's. Usage is the server's, where
    it reports one, and tiktoken's elsewhere; with a `price` it says what it cost.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None,
        key: Secret | None,
        timeout: float,
        retries: int = 2,
        price: Price | None = None,
    ) -> None:
        self._client = OpenAIClient(base_url=base_url, key=key, timeout=timeout, retries=retries)
        self._background = Background(self._client.close)
        self._model, self.name = model, self._client.name_of(model)
        self._price = price
        self._unknown: frozenset[str] = frozenset()

    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        reply = self._background.call(lambda: self._complete(messages, schema), stop=stop)
        return replace(reply, text=redacted(reply.text, self._client.key))

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Iterator[str | Usage]:
        return redacted_stream(self._background.each(lambda: self._pieces(messages), stop=stop), self._client.key)

    def close(self) -> None:
        self._background.close()

    async def _complete(self, messages: Sequence[Message], schema: JsonSchema | None) -> Reply:
        request = self._request(messages)
        if schema is not None:
            form = {"name": "reply", "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": form}
        with translated(self.name, self._client.key):
            answer = await self._ask(request)
            text = self._text_of(answer)
            return Reply(text, self._priced(_usage(answer) or _estimate(messages, text)))

    async def _pieces(self, messages: Sequence[Message]) -> AsyncGenerator[str | Usage, None]:
        request = {**self._request(messages), "stream": True, "stream_options": {"include_usage": True}}
        text, usage, ended = "", None, False
        with translated(self.name, self._client.key):
            async for chunk in await self._ask(request):
                usage = _usage(chunk) or usage
                piece, reason = self._piece_of(chunk)
                text, ended = text + piece, ended or bool(reason)
                if len(text) > _LONGEST:
                    raise self._error(ProviderNonsense, "does not end its reply")
                if piece:
                    yield piece
        if not ended:
            raise self._error(ProviderDown, "broke its reply off")
        yield self._priced(usage or _estimate(messages, text))

    def _priced(self, usage: Usage) -> Usage:
        return self._price.on(usage) if self._price else usage

    def _request(self, messages: Sequence[Message]) -> _Request:
        spoken = [{"role": message.role, "content": message.content} for message in messages]
        return {"model": self._model, "messages": spoken, "temperature": 0}

    async def _ask(self, request: _Request) -> Any:  # what a server sends need not be what the SDK's types say
        from openai import BadRequestError, UnprocessableEntityError

        dropped = self._unknown
        while True:
            try:
                sent = {name: value for name, value in request.items() if name not in dropped}
                answer = await self._client.sdk().chat.completions.create(**sent)
            except (BadRequestError, UnprocessableEntityError) as error:
                blamed = _blamed(error, sent)
                if not blamed:
                    raise
                dropped = dropped | blamed
            else:
                self._unknown |= dropped
                return answer

    def _text_of(self, answer: Any) -> str:
        choice = self._choice(answer)
        message = getattr(choice, "message", None)
        if getattr(message, "refusal", None) or getattr(choice, "finish_reason", None) == "content_filter":
            raise self._error(ProviderDeclined, "declined to answer")
        text = getattr(message, "content", None)
        if not isinstance(text, str) or not text.strip():
            raise self._error(ProviderNonsense, "sent an empty reply")
        if len(text) > _LONGEST:
            raise self._error(ProviderNonsense, "does not end its reply")
        return text

    def _piece_of(self, chunk: Any) -> tuple[str, str | None]:
        if not getattr(chunk, "choices", None):
            return "", None  # the chunk that carries the usage has none
        choice = self._choice(chunk)
        delta = getattr(choice, "delta", None)
        if getattr(delta, "refusal", None) or getattr(choice, "finish_reason", None) == "content_filter":
            raise self._error(ProviderDeclined, "declined to answer")
        piece = getattr(delta, "content", None)
        return (piece if isinstance(piece, str) else ""), getattr(choice, "finish_reason", None)

    def _choice(self, answer: Any) -> Any:
        choices = getattr(answer, "choices", None)
        if not isinstance(choices, list) or not choices:
            raise self._error(ProviderNonsense, "sent a reply of another form")
        return choices[0]

    def _error(self, kind: type[ProviderError], what: str) -> ProviderError:
        return kind(f"{self.name} {what}", hint="Ask again, or use another model.")


def _blamed(error: Exception, sent: _Request) -> frozenset[str]:
    """Which optional parts of the request a 400 is about; all of them where it names none."""
    optional = frozenset(sent.keys() & _OPTIONAL)
    complaint = f"{error} {getattr(error, 'param', '')}".lower()
    named = frozenset(part for part in optional if any(word in complaint for word in _OPTIONAL[part]))
    return frozenset() if is_too_long(error) else named or optional


def _usage(answer: Any) -> Usage | None:
    found = getattr(answer, "usage", None)
    asked, written = getattr(found, "prompt_tokens", None), getattr(found, "completion_tokens", None)
    return Usage(1, asked, written) if isinstance(asked, int) and isinstance(written, int) else None


def _estimate(messages: Sequence[Message], text: str) -> Usage:
    """Where the server does not count: close for OpenAI's models, rough for others."""
    return Usage(1, tokens.count_messages(messages), tokens.count(text))
