"""The key never comes back in what a server says."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.models.openai_chat import OpenAIChat
from assistant.models.redacting import redacted, redacted_stream
from assistant.ports import Message
from assistant.settings import Secret
from assistant.types import Usage
from tests.servers.scripted import ScriptedServer, Streamed, chat

KEY = Secret("sk-test-sk-0123")
ASKED = (Message("user", "Hello"),)


@given(st.lists(st.sampled_from(["sk-", "test", "-", "sk-test-sk-", "sk-test-sk-0123", "0123", "s", "k", "owl "])))
def test_law_the_key_is_taken_out_however_the_pieces_part_it_and_nothing_else_is(pieces: list[str]) -> None:
    told = "".join(part for part in redacted_stream([*pieces, Usage(1, 2, 3)], KEY) if isinstance(part, str))
    assert told == "".join(pieces).replace(KEY.reveal(), "***")


def test_what_cannot_be_the_key_does_not_wait() -> None:
    assert list(redacted_stream(["The owls", " ask", " sk-te", "ll. sk-", Usage(1, 2, 3)], KEY)) == [
        "The owl",
        "s a",
        "sk ",
        "sk-tell. ",
        "sk-",
        Usage(1, 2, 3),
    ]


def test_a_short_key_is_a_word_like_others() -> None:
    assert redacted("no key, no owl", Secret("no")) == "no key, no owl"
    assert list(redacted_stream(["no owl"], Secret("no"))) == ["no owl"]


def test_a_server_that_echoes_the_header_is_not_heard() -> None:
    secret = KEY.reveal()
    with ScriptedServer(chat(f"Bearer {secret}!"), Streamed([f"Bearer {secret[:5]}", secret[5:], "!"])) as server:
        model = OpenAIChat("m", base_url=server.base_url, key=KEY, timeout=5)
        assert model.complete(ASKED).text == "Bearer ***!"
        assert "".join(part for part in model.stream(ASKED) if isinstance(part, str)) == "Bearer ***!"
        model.close()
