"""Nothing is made or called that was not configured."""

import subprocess
import sys

import pytest

from assistant.errors import UsageError
from assistant.models.configured import open_chat, open_embedder
from assistant.models.openai_chat import OpenAIChat
from assistant.models.openai_embeddings import OpenAIEmbedder
from assistant.ports import Message
from assistant.settings import read_settings
from assistant.types import Usage
from tests.servers.scripted import ScriptedServer, chat


def test_a_key_and_an_address_alone_make_no_model_and_no_call() -> None:
    with ScriptedServer() as server:
        settings = read_settings({"OPENAI_API_KEY": "hidden", "OPENAI_BASE_URL": server.base_url})
        assert (open_chat(settings), open_embedder(settings)) == (None, None)
    assert server.requests == []


def test_a_models_name_makes_that_model_and_no_call_yet() -> None:
    with ScriptedServer() as server:
        place = {"OPENAI_BASE_URL": server.base_url}
        chat = open_chat(read_settings({**place, "ASSISTANT_CHAT_MODEL": "talker"}))
        embedder = open_embedder(read_settings({**place, "ASSISTANT_EMBED_MODEL": "measurer"}))
        assert open_embedder(read_settings({**place, "ASSISTANT_CHAT_MODEL": "talker"})) is None
    at = server.base_url.removeprefix("http://").removesuffix("/v1")
    assert isinstance(chat, OpenAIChat)
    assert isinstance(embedder, OpenAIEmbedder)
    assert (chat.name, embedder.name) == (f"openai:talker@{at}", f"openai:measurer@{at}")
    assert server.requests == []


def test_a_known_name_at_another_address_has_no_price() -> None:
    with ScriptedServer(chat("yes")) as server:
        place = {"OPENAI_BASE_URL": server.base_url, "ASSISTANT_CHAT_MODEL": "gpt-4.1-mini"}
        model = open_chat(read_settings(place))
        assert isinstance(model, OpenAIChat)
        assert model.complete([Message("user", "Well?")]).usage == Usage(1, 7, 5, cost_usd=None)
        model.close()


@pytest.mark.parametrize(
    "place", [{}, {"OPENAI_BASE_URL": "nowhere"}, {"OPENAI_BASE_URL": "ftp://host"}, {"OPENAI_BASE_URL": "http://h:x"}]
)
def test_a_model_without_a_place_is_an_error_with_the_next_step(place: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        open_chat(read_settings({**place, "ASSISTANT_CHAT_MODEL": "talker"}))
    assert "OPENAI_BASE_URL" in str(caught.value)


def test_importing_the_models_and_making_one_does_not_import_the_sdk() -> None:
    code = (
        "import sys, assistant.models, assistant.models.configured as c; from assistant.settings import read_settings;"
        "m = c.open_chat(read_settings({'ASSISTANT_CHAT_MODEL': 'm', 'OPENAI_API_KEY': 'k'})); m.close();"
        "print(sorted({'openai', 'tiktoken', 'llama_index.core'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
