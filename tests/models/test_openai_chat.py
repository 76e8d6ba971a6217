"""OpenAIChat against a server that follows a script."""

import re
import socket
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from assistant.errors import (
    ProviderBusy,
    ProviderDeclined,
    ProviderDown,
    ProviderError,
    ProviderNonsense,
    ProviderRefused,
    ProviderTooLong,
    Stopped,
)
from assistant.models.openai_chat import OpenAIChat
from assistant.models.prices import Price
from assistant.ports import Message
from assistant.settings import Secret
from assistant.types import Usage
from tests.servers.scripted import NOW, Raw, ScriptedServer, Streamed, chat, failure

ASK = [Message("system", "Be brief."), Message("user", "How many dilemmas?")]
SPOKEN = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "How many dilemmas?"}]
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
KEY = "key-that-nobody-may-see"
FORM = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": SCHEMA}}


@contextmanager
def model(base_url: str, *, key: str | None = KEY, timeout: float = 10, retries: int = 2) -> Iterator[OpenAIChat]:
    chat_model = OpenAIChat(
        "small-1", base_url=base_url, key=Secret(key) if key else None, timeout=timeout, retries=retries
    )
    try:
        yield chat_model
    finally:
        chat_model.close()


def error_of(
    base_url: str,
    *,
    ask: Callable[[OpenAIChat], object] = lambda chat_model: chat_model.complete(ASK, schema=SCHEMA),
    timeout: float = 10,
    retries: int = 0,
) -> ProviderError:
    with model(base_url, timeout=timeout, retries=retries) as chat_model, pytest.raises(ProviderError) as caught:
        ask(chat_model)
    return caught.value


def test_a_whole_reply_comes_with_the_usage_the_server_counted() -> None:
    with ScriptedServer(chat("345.")) as server, model(server.base_url) as chat_model:
        reply = chat_model.complete(ASK, schema=SCHEMA)
    assert (reply.text, reply.usage) == ("345.", Usage(1, 7, 5))
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body == {"model": "small-1", "messages": SPOKEN, "temperature": 0, "response_format": FORM}


def test_with_a_price_the_usage_says_what_it_cost() -> None:
    price, cost = Price(2.0, 10.0), pytest.approx((7 * 2.0 + 5 * 10.0) / 1_000_000)
    with ScriptedServer(chat("345."), Streamed(["345."])) as server:
        priced = OpenAIChat("small-1", base_url=server.base_url, key=None, timeout=10, price=price)
        assert priced.complete(ASK).usage == Usage(1, 7, 5, cost)
        assert list(priced.stream(ASK))[-1] == Usage(1, 7, 5, cost)
        priced.close()


def test_a_stream_comes_piece_by_piece_and_its_usage_last() -> None:
    with ScriptedServer(Streamed(["There ", "are ", "345."])) as server, model(server.base_url) as chat_model:
        assert list(chat_model.stream(ASK)) == ["There ", "are ", "345.", Usage(1, 7, 5)]
    asked = {"stream": True, "stream_options": {"include_usage": True}}
    assert server.requests[0].body == {"model": "small-1", "messages": SPOKEN, "temperature": 0, **asked}


def test_without_the_servers_usage_tokens_are_counted_here() -> None:
    script = (chat("There are 345.", usage=None), Streamed(["There are", " 345."], usage=None))
    with ScriptedServer(*script) as server, model(server.base_url) as chat_model:
        assert chat_model.complete(ASK).usage == Usage(1, 16, 5)
        assert list(chat_model.stream(ASK))[-1] == Usage(1, 16, 5)


def test_a_server_of_ones_own_gets_a_dummy_key() -> None:
    with ScriptedServer(chat("yes")) as server, model(server.base_url, key=None) as chat_model:
        chat_model.complete(ASK)
    assert server.requests[0].headers["authorization"] == "Bearer no-key-needed"


FAULTS = {
    "401": (failure(401), ProviderRefused, "does not accept the key"),
    "403": (failure(403), ProviderRefused, "does not permit this"),
    "404": (failure(404, "no model small-1"), ProviderRefused, "has no such model or address (no model small-1)"),
    "408": (failure(408), ProviderDown, "was silent for too long"),
    "409": (failure(409), ProviderBusy, "is busy"),
    "413": (failure(413), ProviderTooLong, "cannot take a request this long"),
    "418": (failure(418), ProviderRefused, "would not take the request"),
    "429": (failure(429), ProviderBusy, "limits the rate"),
    "no credit": (failure(429, code="insufficient_quota"), ProviderRefused, "reports that the quota is used up"),
    "500": (failure(500), ProviderDown, "has an internal error"),
    "502": (Raw("<html>bad gateway", 502, NOW, kind="text/html"), ProviderDown, "has an internal error"),
    "503": (failure(503), ProviderDown, "has an internal error"),
    "context": (
        failure(400, "request (9 tokens) exceeds the available context size (8 tokens)"),
        ProviderTooLong,
        "cannot take a request this long",
    ),
    "broken json": (Raw('{"choices": [{'), ProviderNonsense, "sent a reply that cannot be read"),
    "a page": (Raw("<html>welcome", kind="text/html"), ProviderNonsense, "sent a reply of another form"),
    "a list": (Raw("[1, 2]"), ProviderNonsense, "sent a reply of another form"),
    "no choices": (Raw('{"choices": []}'), ProviderNonsense, "sent a reply of another form"),
    "odd choices": (Raw('{"choices": "yes"}'), ProviderNonsense, "sent a reply of another form"),
    "without end": (chat("word " * 100_000), ProviderNonsense, "does not end its reply"),
    "no content": (chat(None), ProviderNonsense, "sent an empty reply"),
    "blank": (chat(" \n"), ProviderNonsense, "sent an empty reply"),
    "refusal": (chat(None, refusal="I cannot."), ProviderDeclined, "declined to answer"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_whole_reply_becomes_an_error_of_its_kind(fault: str) -> None:
    answer, kind, words = FAULTS[fault]
    with ScriptedServer(answer) as server:
        error = error_of(server.base_url)
    assert type(error) is kind
    assert re.sub(r"openai:small-1@127.0.0.1:\d+", "it", error.message).startswith(f"it {words}")
    assert error.hint


STREAM_FAULTS = {
    "cut inside a chunk": (Streamed(["There"], then="cut"), ProviderDown),
    "ended without its end": (Streamed(["There"], then="vanish"), ProviderDown),
    "an error in its midst": (Streamed(["There"], extra=['{"error": {"message": "out of memory"}}']), ProviderDown),
    "broken json in its midst": (Streamed(["There"], extra=['{"choices": [']), ProviderNonsense),
    "odd json in its midst": (Streamed(["There"], extra=['{"choices": 7}']), ProviderNonsense),
    "without end": (Streamed(["There"] + ["word " * 10_000] * 5), ProviderNonsense),
}


@pytest.mark.parametrize("fault", STREAM_FAULTS)
def test_each_fault_of_a_begun_stream_becomes_an_error_of_its_kind(fault: str) -> None:
    answer, kind = STREAM_FAULTS[fault]
    with ScriptedServer(answer) as server, model(server.base_url, retries=0) as chat_model:
        pieces = chat_model.stream(ASK)
        assert next(pieces) == "There"
        with pytest.raises(ProviderError) as caught:
            list(pieces)
    assert type(caught.value) is kind


@pytest.mark.parametrize("answer", [Raw(silence=True), Streamed(["There"], then="stall")], ids=["no byte", "stalled"])
def test_a_silent_server_is_given_up_after_the_timeout(answer: Raw | Streamed) -> None:
    with ScriptedServer(answer) as server:
        error = error_of(server.base_url, timeout=0.2, ask=lambda chat_model: list(chat_model.stream(ASK)))
    assert type(error) is ProviderDown
    assert re.search("was silent for too long.*ASSISTANT_TIMEOUT", str(error))


def test_an_address_where_nobody_listens_is_an_error_that_names_it() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
        error = error_of(f"http://{place}/v1")
    assert type(error) is ProviderDown
    assert re.search(f"{place} cannot be reached.*OPENAI_BASE_URL", str(error))


def test_a_busy_server_is_asked_again() -> None:
    with ScriptedServer(failure(429), failure(503), chat("yes")) as server, model(server.base_url) as chat_model:
        assert chat_model.complete(ASK).text == "yes"
    assert len(server.requests) == 3


def test_retries_are_bounded() -> None:
    with ScriptedServer(*[failure(503)] * 9) as server:
        assert type(error_of(server.base_url, retries=2)) is ProviderDown
    assert len(server.requests) == 3


def test_a_server_without_schemas_is_asked_without_and_not_sent_one_again() -> None:
    script = (failure(400, "response_format is not supported"), chat("one"), chat("two"))
    with ScriptedServer(*script) as server, model(server.base_url) as chat_model:
        assert [chat_model.complete(ASK, schema=SCHEMA).text for _ in range(2)] == ["one", "two"]
    assert ["response_format" in request.body for request in server.requests] == [True, False, False]
    assert all(request.body["temperature"] == 0 for request in server.requests)


def test_a_server_without_stream_options_is_asked_without_and_not_sent_them_again() -> None:
    script = (failure(422, "extra field", param="stream_options"), Streamed(["one"]), Streamed(["two"]))
    with ScriptedServer(*script) as server, model(server.base_url) as chat_model:
        assert [next(iter(chat_model.stream(ASK))) for _ in range(2)] == ["one", "two"]
    assert ["stream_options" in request.body for request in server.requests] == [True, False, False]


def test_a_complaint_that_names_nothing_costs_one_bare_request_and_is_then_raised() -> None:
    script = (failure(400, "bad request"), failure(400, "bad request"), chat("yes"))
    with ScriptedServer(*script) as server, model(server.base_url) as chat_model:
        with pytest.raises(ProviderRefused):
            chat_model.complete(ASK, schema=SCHEMA)
        assert chat_model.complete(ASK, schema=SCHEMA).text == "yes"
    bare = {"model": "small-1", "messages": SPOKEN}
    full = {**bare, "temperature": 0, "response_format": FORM}
    assert [request.body for request in server.requests] == [full, bare, full]


def test_a_request_that_is_too_long_is_not_sent_again() -> None:
    with ScriptedServer(failure(400, "too long", code="context_length_exceeded")) as server:
        assert error_of(server.base_url).hint == "Use a model with a longer context."
    assert len(server.requests) == 1


WAITS = {
    "the first byte": Raw(silence=True),
    "the next piece": Streamed([], then="stall"),
    "another try": failure(429, headers={"retry-after": "100"}),
}


@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.parametrize("whole", [True, False], ids=["complete", "stream"])
def test_a_stop_ends_the_wait_for(wait: str, whole: bool) -> None:
    stop, ended = Event(), Event()

    def call(chat_model: OpenAIChat) -> None:
        with pytest.raises(Stopped):
            chat_model.complete(ASK, stop=stop) if whole else list(chat_model.stream(ASK, stop=stop))
        ended.set()

    with ScriptedServer(WAITS[wait]) as server, model(server.base_url, timeout=60) as chat_model:
        thread = Thread(target=call, args=(chat_model,))
        thread.start()
        assert server.asked.wait(20)
        assert not ended.wait(0.1)
        stop.set()
        assert ended.wait(1)
        assert wait == "another try" or server.hung_up.wait(1)
        thread.join()


def test_closing_the_stream_hangs_up() -> None:
    with ScriptedServer(Streamed(["There"], then="stall")) as server, model(server.base_url) as chat_model:
        pieces = chat_model.stream(ASK)
        assert next(iter(pieces)) == "There"
        pieces.close()
        assert server.hung_up.wait(1)


def test_after_a_stop_the_model_still_serves() -> None:
    stop = Event()
    stop.set()
    with ScriptedServer(chat("yes")) as server, model(server.base_url) as chat_model:
        with pytest.raises(Stopped):
            chat_model.complete(ASK, stop=stop)
        assert chat_model.complete(ASK).text == "yes"
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503])
def test_a_server_that_repeats_the_key_does_not_bring_it_into_the_error(status: int) -> None:
    echo = failure(status, f"you sent Authorization: Bearer {KEY} and sk-live-1234", param=KEY)
    with ScriptedServer(answers=lambda _: echo) as server:
        error = error_of(server.base_url)
    assert KEY not in "".join(traceback.format_exception(error))
    assert "sk-live-1234" not in str(error)


def test_calls_from_several_threads_run_at_the_same_time() -> None:
    together, arrived = Event(), []

    def answer(_: object) -> Raw:
        arrived.append(time.monotonic())
        if len(arrived) == 3:
            together.set()
        return chat("yes") if together.wait(10) else failure(500)

    with ScriptedServer(answers=answer) as server, model(server.base_url, retries=0) as chat_model:
        replies: list[str] = []
        threads = [Thread(target=lambda: replies.append(chat_model.complete(ASK).text)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert replies == ["yes"] * 3
