"""MCP by the SDK's own client, over both transports."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.answer_json import answer_to_json
from assistant.answering import Assistant
from assistant.exploring import Explorer
from tests.doors.agents import in_thread, said
from tests.doors.calling import QUESTIONS, Watched, lasting, manifest_arguments
from tests.web.served import served


@asynccontextmanager
async def _client(way: str, doors: str, index: Path) -> AsyncIterator[Client]:
    """Over stdio as server.json says."""
    arguments, own = ["-m", "assistant", *manifest_arguments()], {**os.environ, "ASSISTANT_INDEX": str(index)}
    command = StdioServerParameters(command=sys.executable, args=arguments, env=own)
    async with Client(f"{doors}mcp" if way == "http" else stdio_client(command)) as client:
        yield client


@pytest.mark.parametrize("way", ["http", "stdio"])
def test_an_agent_finds_reads_and_asks(way: str, doors: str, engine: Assistant, sample_index: Path) -> None:
    async def talk() -> None:
        async with _client(way, doors, sample_index) as client:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == {"search", "fetch", "ask", "list_papers"}
            assert all(tool.annotations and tool.annotations.read_only_hint and tool.output_schema for tool in tools)
            found = said(await client.call_tool("search", {"query": "neural collapse"}))["results"]
            expected = engine.search("neural collapse", 20)
            assert [hit["id"] for hit in found] == [ranked.paper.id for ranked in expected]
            assert found[0].keys() == {"id", "title", "url"}
            fetched = said(await client.call_tool("fetch", {"id": found[0]["id"]}))
            assert fetched.keys() == {"id", "title", "text", "url", "metadata"}
            assert fetched["text"] == expected[0].paper.abstract
            listed = said(await client.call_tool("list_papers", {"since": "2025-01-01"}))
            assert all(paper["date"] >= "2025-01-01" for paper in listed["papers"])
            for question in QUESTIONS:
                answer = said(await client.call_tool("ask", {"question": question, "max_tokens": 100_000}))
                assert lasting(answer) == lasting(answer_to_json(engine.ask(question)))
            failed = await client.call_tool("fetch", {"id": "none"})
            assert (failed.is_error, said(failed)["status"]) == (True, 400)
            uri = f"paper://papers/{found[0]['id'].replace(':', '%3A')}"
            (resource,) = (await client.read_resource(uri)).contents
            assert expected[0].paper.abstract in resource.text  # type: ignore[union-attr]

    in_thread(talk)


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
        in_thread(leave, url)
        assert watched.asked.is_set()
        assert watched.stopped.wait(5)
