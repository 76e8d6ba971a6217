"""The doors where a chat model is configured: what it took, and what is told when it fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import openai
import pytest
from mcp import Client

from assistant.build import open_explored
from assistant.errors import ProviderBusy
from assistant.settings import Secret, Settings
from tests.doors.agents import in_thread, said
from tests.doors.calling import post
from tests.making import OWLS
from tests.servers.obliging import but, oblige
from tests.servers.scripted import Answer, Request, ScriptedServer, failure
from tests.web.asking import Scripted
from tests.web.served import served

_ASKED = "Which papers study neural collapse?"
_KEY = "sk-nobody-may-see-this"


@contextmanager
def _doors(index: Path, answers: Callable[[Request], Answer]) -> Iterator[str]:
    with ScriptedServer(answers=answers) as server:
        settings = Settings(
            index=index, chat_model="m", base_url=server.base_url, key=Secret(_KEY), judge_limit=4, timeout=10
        )
        assistant, explorer = open_explored(settings)
        with served(assistant, explorer=explorer) as url:
            yield url


def test_a_completion_tells_what_the_model_took(sample_index: Path) -> None:
    with (
        _doors(sample_index, oblige) as url,
        openai.OpenAI(base_url=f"{url}v1", api_key="unused", max_retries=0) as client,
    ):
        asked = [{"role": "user", "content": _ASKED}]
        whole = client.chat.completions.create(model="paper-assistant", messages=asked).usage
        options = {"include_usage": True}
        *_, last = client.chat.completions.create(
            model="paper-assistant", messages=asked, stream=True, stream_options=options
        )
        told = post(url, "/api/v1/ask", {"question": _ASKED}).json["usage"]
    assert whole and whole.prompt_tokens and whole.completion_tokens
    assert whole.total_tokens == whole.prompt_tokens + whole.completion_tokens
    assert (told["prompt_tokens"], told["completion_tokens"]) == (whole.prompt_tokens, whole.completion_tokens)
    assert last.usage == whole


def test_a_model_that_refuses_is_told_at_every_door_without_the_key(sample_index: Path) -> None:
    told = list[str]()

    async def talk(url: str) -> None:
        async with Client(f"{url}mcp") as client:
            failed = said(await client.call_tool("ask", {"question": _ASKED}))
            assert (failed["status"], failed["retry_after"]) == (502, None)
            told.append(failed["message"])

    with _doors(sample_index, but("judge", lambda _: failure(401, f"bad key {_KEY}"))) as url:
        rest = post(url, "/api/v1/ask", {"question": _ASKED})
        assert rest.status == 502
        in_thread(talk, url)
        with openai.OpenAI(base_url=f"{url}v1", api_key="unused", max_retries=0) as client:
            asked = [{"role": "user", "content": _ASKED}]
            with pytest.raises(openai.InternalServerError) as refused:
                client.chat.completions.create(model="paper-assistant", messages=asked)
            with pytest.raises(openai.APIError) as broken:
                list(client.chat.completions.create(model="paper-assistant", messages=asked, stream=True))
    told += [rest.json["error"], str(refused.value), str(broken.value)]
    assert all("Check OPENAI_API_KEY" in words and _KEY not in words for words in told)


def test_an_agent_is_told_when_to_try_again_where_that_may_help(sample_index: Path) -> None:
    async def talk(url: str) -> None:
        async with Client(f"{url}mcp") as client:
            failed = said(await client.call_tool("ask", {"question": _ASKED}))
            assert (failed["status"], failed["retry_after"]) == (502, 5)

    busy = Scripted([OWLS], error=ProviderBusy("the model is busy", hint="Wait a little."))
    with served(busy, explorer=open_explored(Settings(index=sample_index))[1]) as url:
        in_thread(talk, url)
