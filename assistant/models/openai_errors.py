"""Every error of the openai SDK, and of the transport below it, as one of ours. Holds no secret, shows none.

Why: docs/decisions/0018-a-model-that-fails.md
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from assistant.errors import (
    ProviderBusy,
    ProviderDeclined,
    ProviderDown,
    ProviderError,
    ProviderNonsense,
    ProviderRefused,
    ProviderTooLong,
)
from assistant.settings import Secret

_KEY_LIKE = re.compile(r"\b(?:sk-|bearer\s+|basic\s+)\S+", re.IGNORECASE)
_Row = tuple[type[ProviderError], str, str]  # kind, what is wrong, what to do

_AGAIN = "Ask again in a while, or unset ASSISTANT_CHAT_MODEL and ASSISTANT_EMBED_MODEL to work without it."
_ADDRESS = "Check OPENAI_BASE_URL and that the server runs."
_DOWN: _Row = (ProviderDown, "has an internal error", _AGAIN)
_REFUSED: _Row = (ProviderRefused, "would not take the request", "Check the model's name and OPENAI_BASE_URL.")
_UNREACHABLE: _Row = (ProviderDown, "cannot be reached, or the connection broke", _ADDRESS)
_SILENT: _Row = (ProviderDown, "was silent for too long", "Ask again, or raise ASSISTANT_TIMEOUT.")
_NONSENSE: _Row = (ProviderNonsense, "sent a reply that cannot be read", _ADDRESS)
_FILTERED: _Row = (ProviderDeclined, "held its reply back by its content filter", "Put the question in other words.")
_CUT: _Row = (ProviderNonsense, "reached its length limit before its reply was whole", "Use another model.")
_TOO_LONG: _Row = (ProviderTooLong, "cannot take a request this long", "Use a model with a longer context.")
_NO_CREDIT: _Row = (ProviderRefused, "reports that the quota is used up", "Check the account's plan and billing.")
_BY_STATUS: dict[int, _Row] = {
    401: (ProviderRefused, "does not accept the key", "Check OPENAI_API_KEY."),
    403: (ProviderRefused, "does not permit this with this key", "Check OPENAI_API_KEY and what it is allowed."),
    404: (ProviderRefused, "has no such model or address", "Check the model's name and OPENAI_BASE_URL."),
    408: _SILENT,
    409: (ProviderBusy, "is busy with a conflicting request", _AGAIN),
    413: _TOO_LONG,
    429: (ProviderBusy, "limits the rate of requests, still so after the retries", _AGAIN),
}


@contextmanager
def translated(provider: str, key: Secret) -> Iterator[None]:
    """Inside it, every error of the SDK and of the transport comes out as a `ProviderError` about `provider`."""
    try:
        yield
    except foreign_errors() as error:
        # The cause is kept for whoever debugs, unless a server that echoes requests put the key into it.
        raise translate(error, provider, key) from (None if key.reveal() in f"{error} {error!r}" else error)


def foreign_errors() -> tuple[type[Exception], ...]:
    """What may come out of the SDK. Once a stream has begun, also bare errors of the transport and of JSON."""
    openai, transport = _libraries()
    return (openai.OpenAIError, transport.HTTPError, transport.StreamError, transport.InvalidURL, OSError, ValueError)


def translate(error: Exception, provider: str, key: Secret) -> ProviderError:
    """The error as one of ours, with what the server said where that is safe to show."""
    kind, what, hint = _row(error)
    said = _said(error, key)
    return kind(f"{provider} {what}{f' ({said})' if said else ''}", hint=hint)


def is_too_long(error: Exception) -> bool:
    """Whether a 400 means that the model's context is too short for the request."""
    code, text = str(getattr(error, "code", "")), str(error).lower()
    return code == "context_length_exceeded" or (
        "context" in text and re.search(r"length|size|window", text) is not None
    )


def _row(error: Exception) -> _Row:
    openai, transport = _libraries()
    if isinstance(error, openai.APIStatusError):
        return _row_of_status(error)
    rows: tuple[tuple[tuple[type[Exception], ...], _Row], ...] = (
        ((openai.APITimeoutError, transport.TimeoutException), _SILENT),
        ((openai.APIConnectionError,), _UNREACHABLE),
        ((openai.APIResponseValidationError,), _NONSENSE),
        ((openai.ContentFilterFinishReasonError,), _FILTERED),
        ((openai.LengthFinishReasonError,), _CUT),
        ((openai.APIError,), _DOWN),  # an error event inside a stream
        ((openai.OpenAIError, transport.InvalidURL), _REFUSED),  # the SDK would not even send it
        ((transport.HTTPError, transport.StreamError, OSError), _UNREACHABLE),
    )
    return next((row for kinds, row in rows if isinstance(error, kinds)), _NONSENSE)


def _row_of_status(error: Any) -> _Row:
    if error.status_code == 429 and error.code == "insufficient_quota":
        return _NO_CREDIT
    if error.status_code in (400, 422) and is_too_long(error):
        return _TOO_LONG
    return _BY_STATUS.get(error.status_code, _DOWN if error.status_code >= 500 else _REFUSED)


def _said(error: Exception, key: Secret) -> str:
    """The server's own sentence; nothing where it speaks of keys, for it may repeat them."""
    body = getattr(error, "body", None)
    if not isinstance(body, dict) or getattr(error, "status_code", None) in (401, 403):
        return ""
    said = _KEY_LIKE.sub("***", str(body.get("message") or "").replace(key.reveal(), "***"))
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:200].rstrip(".")


def _libraries() -> tuple[Any, Any]:  # Any: modules that are only known at run time
    """The SDK, and the transport it speaks through: httpx in its version 2, httpx2 in its version 3."""
    openai = import_module("openai")
    return openai, import_module(type(openai.DEFAULT_CONNECTION_LIMITS).__module__.partition(".")[0])
