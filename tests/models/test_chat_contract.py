"""What every ChatModel keeps to: the fake that other tests trust, and the real one."""

from collections.abc import Iterator
from threading import Event

import pytest

from assistant.errors import ProviderDown, Stopped
from assistant.models.openai_chat import OpenAIChat
from assistant.ports import ChatModel, Message
from assistant.types import Usage
from tests.fakes_chat import FakeChat
from tests.servers.scripted import ScriptedServer, Streamed, chat, failure

ASK = [Message("user", "How many dilemmas?")]
TEXT = "There are 345 dilemmas."


def fake(form: str) -> Iterator[ChatModel]:
    down = ProviderDown("down", hint="Ask again.")
    yield FakeChat(*([down] if form == "down" else [TEXT, TEXT]))


def real(form: str) -> Iterator[ChatModel]:
    answers = {
        "whole": [chat(TEXT)] * 2,
        "streamed": [Streamed(["There are", " 345 dilemmas."])],
        "down": [failure(500)],
    }
    with ScriptedServer(*answers[form]) as server:
        model = OpenAIChat("m", base_url=server.base_url, key=None, timeout=10, retries=0)
        yield model
        model.close()


@pytest.fixture(params=[fake, real])
def model(request: pytest.FixtureRequest, form: str) -> Iterator[ChatModel]:
    yield from request.param(form)


@pytest.mark.parametrize("form", ["whole"])
def test_it_has_a_name_and_completes(model: ChatModel) -> None:
    reply = model.complete(ASK, schema={"type": "object"})
    assert (reply.text, reply.usage) == (TEXT, Usage(1, 7, 5))
    assert model.name


@pytest.mark.parametrize("form", ["streamed"])
def test_its_stream_joins_to_the_reply_with_the_usage_last(model: ChatModel) -> None:
    *pieces, usage = model.stream(ASK)
    assert "".join(map(str, pieces)) == TEXT
    assert usage == Usage(1, 7, 5)


@pytest.mark.parametrize("form", ["down"])
def test_it_raises_our_errors_from_a_whole_reply(model: ChatModel) -> None:
    with pytest.raises(ProviderDown):
        model.complete(ASK)


@pytest.mark.parametrize("form", ["down"])
def test_it_raises_our_errors_from_a_stream(model: ChatModel) -> None:
    with pytest.raises(ProviderDown):
        list(model.stream(ASK))


@pytest.mark.parametrize("form", ["streamed"])
def test_a_stop_that_is_set_already_lets_nothing_out(model: ChatModel) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        model.complete(ASK, stop=stop)
    with pytest.raises(Stopped):
        list(model.stream(ASK, stop=stop))


@pytest.mark.parametrize("form", ["streamed"])
def test_a_stop_in_the_midst_of_a_stream_ends_it(model: ChatModel) -> None:
    stop = Event()
    pieces = iter(model.stream(ASK, stop=stop))
    next(pieces)
    stop.set()
    with pytest.raises(Stopped):
        list(pieces)
