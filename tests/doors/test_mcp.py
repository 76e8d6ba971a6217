"""MCP by the SDK's own client, over both transports."""

import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult

from assistant.answer_json import answer_to_json
from assistant.answering import Assistant
from assistant.exploring import Explorer
from tests.doors.calling import QUESTIONS, Watched, lasting
from tests.web.served import served


@asynccontextmanager
async def _client(way: str, doors: str, index: Path) -> AsyncIterator[Client]:
    command = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp", "--index", str(index)])
    async with Client(f"{doors}mcp" if way == "http" else stdio_client(command)) as client:
        yield client


def _json(result: Any) -> dict[str, Any]:
    """What both forms of the result say."""
    assert isinstance(result, CallToolResult)
    (item,) = result.content
    told: dict[str, Any] = json.loads(item.text)  # type: ignore[union-attr]
    assert result.is_error or result.structured_content == told
    return told


def _run(work: Callable[..., Awaitable[None]], *given: str) -> None:
    """In a thread of its own: tests in a browser leave an event loop running in theirs."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, work, *given).result()


@pytest.mark.parametrize("way", ["http", "stdio"])
def test_an_agent_finds_reads_and_asks(way: str, doors: str, engine: Assistant, sample_index: Path) -> None:
    async def talk() -> None:
        async with _client(way, doors, sample_index) as client:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == {"search", "fetch", "ask", "list_papers"}
            assert all(tool.annotations and tool.annotations.read_only_hint and tool.output_schema for tool in tools)
            found = _json(await client.call_tool("search", {"query": "neural collapse"}))["results"]
            expected = engine.search("neural collapse", 20)
            assert [hit["id"] for hit in found] == [ranked.paper.id for ranked in expected]
            assert found[0].keys() == {"id", "title", "url"}
            fetched = _json(await client.call_tool("fetch", {"id": found[0]["id"]}))
            assert fetched.keys() == {"id", "title", "text", "url", "metadata"}
            assert fetched["text"] == expected[0].paper.abstract
            listed = _json(await client.call_tool("list_papers", {"since": "2025-01-01"}))
            assert all(paper["date"] >= "2025-01-01" for paper in listed["papers"])
            for question in QUESTIONS:
                answer = _json(await client.call_tool("ask", {"question": question}))
                assert lasting(answer) == lasting(answer_to_json(engine.ask(question)))
            failed = await client.call_tool("fetch", {"id": "none"})
            assert (failed.is_error, _json(failed)["status"]) == (True, 400)
            uri = f"paper://papers/{found[0]['id'].replace(':', '%3A')}"
            (resource,) = (await client.read_resource(uri)).contents
            assert expected[0].paper.abstract in resource.text  # type: ignore[union-attr]

    _run(talk)


def test_the_work_stops_when_the_client_leaves(sample_index: Path) -> None:
    from assistant.build import open_explored
    from assistant.settings import Settings

    explorer: Explorer = open_explored(Settings(index=sample_index))[1]
    watched = Watched()

    async def leave(url: str) -> None:
        async with Client(f"{url}mcp") as client:
            with anyio.move_on_after(1):
                await client.call_tool("ask", {"question": "owls?"})

    with served(watched, explorer=explorer) as url:
        _run(leave, url)
        assert watched.asked.is_set()
        assert watched.stopped.wait(5)
