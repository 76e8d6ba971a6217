"""Every error class that the SDK and its transport have, and what becomes of it."""

import httpx2
import openai
import pytest
from openai import _exceptions

from assistant.errors import (
    ProviderBusy,
    ProviderDeclined,
    ProviderDown,
    ProviderError,
    ProviderNonsense,
    ProviderRefused,
)
from assistant.models.openai_errors import translate, translated
from assistant.settings import Secret

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions", headers={"authorization": "Bearer hidden"})


def status(code: int) -> dict[str, object]:
    return {"message": "no", "response": httpx2.Response(code, request=REQUEST), "body": None}


# A new class in the SDK fails the test below until it is entered here.
EXPECTED: dict[str, tuple[type[ProviderError], dict[str, object]]] = {
    "OpenAIError": (ProviderRefused, {}),
    "APIError": (ProviderDown, {"message": "no", "request": REQUEST, "body": None}),
    "APIStatusError": (ProviderDown, status(500)),
    "APITimeoutError": (ProviderDown, {"request": REQUEST}),
    "APIConnectionError": (ProviderDown, {"request": REQUEST}),
    "APIResponseValidationError": (ProviderNonsense, {"response": httpx2.Response(200, request=REQUEST), "body": None}),
    "BadRequestError": (ProviderRefused, status(400)),
    "AuthenticationError": (ProviderRefused, status(401)),
    "OAuthError": (ProviderRefused, {"response": httpx2.Response(401, request=REQUEST), "body": None}),
    "PermissionDeniedError": (ProviderRefused, status(403)),
    "NotFoundError": (ProviderRefused, status(404)),
    "ConflictError": (ProviderBusy, status(409)),
    "UnprocessableEntityError": (ProviderRefused, status(422)),
    "RateLimitError": (ProviderBusy, status(429)),
    "InternalServerError": (ProviderDown, status(500)),
    "LengthFinishReasonError": (
        ProviderNonsense,
        {"completion": openai.types.chat.ChatCompletion.model_construct(usage=None)},
    ),
    "ContentFilterFinishReasonError": (ProviderDeclined, {}),
    "InvalidWebhookSignatureError": (ProviderNonsense, {}),
    "SubjectTokenProviderError": (ProviderRefused, {"message": "no"}),
    "WebSocketConnectionClosedError": (ProviderRefused, {"message": "no", "unsent_messages": []}),
    "WebSocketQueueFullError": (ProviderRefused, {}),
}


def error_classes() -> dict[str, type[Exception]]:
    found = {name: getattr(openai, name) for name in openai.__all__}
    found |= vars(_exceptions)
    ours = {k: v for k, v in found.items() if isinstance(v, type) and issubclass(v, Exception)}
    return {name: kind for name, kind in ours.items() if not name.startswith("_")}


def test_every_error_class_of_the_sdk_is_known_here() -> None:
    assert set(error_classes()) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_error_of_the_sdk_becomes_one_of_ours(name: str) -> None:
    kind, arguments = EXPECTED[name]
    error = error_classes()[name](**arguments)
    with pytest.raises(ProviderError) as caught, translated("openai:m", Secret("hidden")):
        raise error
    assert type(caught.value) is kind
    assert str(caught.value).startswith("openai:m ")
    assert "hidden" not in str(caught.value)
    assert caught.value.__cause__ is error


def transport_errors() -> list[type[Exception]]:
    # CookieConflict comes only of reading cookies by name, which neither the SDK nor we do.
    found = [getattr(httpx2, name) for name in httpx2.__all__ if name != "CookieConflict"]
    return [e for e in found if isinstance(e, type) and issubclass(e, Exception) and not issubclass(e, Warning)]


@pytest.mark.parametrize("kind", transport_errors(), ids=lambda kind: kind.__name__)
def test_every_bare_error_of_the_transport_becomes_one_of_ours(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    Exception.__init__(error, "no")
    expected = ProviderRefused if kind is httpx2.InvalidURL else ProviderDown
    with pytest.raises(expected), translated("openai:m", Secret("hidden")):
        raise error


@pytest.mark.parametrize(
    ("error", "kind"),
    [(ConnectionResetError("reset"), ProviderDown), (UnicodeDecodeError("utf-8", b"", 0, 1, "no"), ProviderNonsense)],
    ids=["socket", "text"],
)
def test_errors_below_the_transport_become_ours(error: Exception, kind: type[ProviderError]) -> None:
    assert type(translate(error, "openai:m", Secret("hidden"))) is kind


def test_a_mistake_of_our_own_is_not_called_the_providers() -> None:
    with pytest.raises(KeyError), translated("openai:m", Secret("hidden")):
        raise KeyError("ours")
