"""What an agent gets at once is bounded, and what it asks wrongly is told in words."""

from collections.abc import Iterator
from typing import Any

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from assistant.answer_json import answer_to_json
from assistant.answering import Assistant
from assistant.doors.mcp.budget import tokens
from tests.doors.agents import in_thread, said


async def _pages(client: Client, **given: Any) -> list[dict[str, Any]]:
    pages, cursor = [], ""
    while cursor is not None:
        pages.append(said(await client.call_tool("list_papers", {**given, "cursor": cursor})))
        cursor = pages[-1]["next"]
    return pages


def _ids(pages: list[dict[str, Any]]) -> Iterator[str]:
    return (paper["id"] for page in pages for paper in page["papers"])


@pytest.mark.parametrize("most", [1_000, 4_000])
def test_the_pages_of_a_list_give_each_paper_once_within_the_tokens(doors: str, most: int) -> None:
    async def talk() -> None:
        async with Client(f"{doors}mcp") as client:
            pages = await _pages(client, max_tokens=most)
            assert (len(list(_ids(pages))), len(set(_ids(pages)))) == (278, 278)
            assert max(map(tokens, pages)) <= most
            assert max(len(page["papers"]) for page in pages) <= 50

    in_thread(talk)


def test_the_pages_of_a_topic_are_the_engines_ranking(doors: str, engine: Assistant) -> None:
    async def talk() -> None:
        async with Client(f"{doors}mcp") as client:
            pages = await _pages(client, topic="few-shot learning")
            assert list(_ids(pages)) == [ranked.paper.id for ranked in engine.search("few-shot learning", 200)]

    in_thread(talk)


def test_an_answer_of_many_tokens_is_shortened_and_says_so(doors: str, engine: Assistant) -> None:
    asked = "How many papers are there?"
    whole = answer_to_json(engine.ask(asked))

    async def talk() -> None:
        async with Client(f"{doors}mcp") as client:
            for given, most in (({}, 10_000), ({"max_tokens": 1_000}, 1_000)):
                answer = said(await client.call_tool("ask", {"question": asked, **given}))
                count = len(answer["citations"])
                assert most * 0.8 < tokens(answer) <= most
                assert answer["citations"] == whole["citations"][:count]
                assert whole["text"].startswith(answer["text"])
                assert f"[{count}]" in answer["text"]
                assert answer["notes"][-1].startswith(f"Shortened: {count} of {len(whole['citations'])} sources.")

    in_thread(talk)


def test_papers_are_listed_as_resources_in_pages(doors: str) -> None:
    async def talk() -> None:
        async with Client(f"{doors}mcp") as client:
            found, cursor = list[Any](), None
            while page := await client.list_resources(cursor=cursor):
                assert len(page.resources) <= 50
                found, cursor = [*found, *page.resources], page.next_cursor
                if cursor is None:
                    break
            assert len({resource.uri for resource in found}) == 278
            (read,) = (await client.read_resource(found[-1].uri)).contents
            assert read.text.startswith(found[-1].title)  # type: ignore[union-attr]
            with pytest.raises(MCPError, match="cursor names no paper"):
                await client.list_resources(cursor="none")
            with pytest.raises(MCPError, match="paper has the id none"):
                await client.read_resource("paper://papers/none")

    in_thread(talk)


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        ("fetch", {"id": "none"}, "No paper has the id none"),
        ("search", {"query": " "}, "The question is empty"),
        ("search", {}, "query: Field required"),
        ("ask", {"question": "owls?", "max_tokens": 1}, "max_tokens: Input should be greater"),
        ("list_papers", {"since": "soon"}, "'soon' is not a date"),
        ("list_papers", {"cursor": "none"}, "The cursor names no paper"),
        ("list_papers", {"topic": "owls", "cursor": "none"}, "The cursor names no paper"),
        ("write", {}, "Unknown tool"),
    ],
)
def test_what_cannot_be_carried_out_is_told_in_words(doors: str, tool: str, given: dict[str, Any], words: str) -> None:
    async def talk() -> None:
        async with Client(f"{doors}mcp") as client:
            failed = await client.call_tool(tool, given)
            assert failed.is_error
            problem = said(failed)
            assert (problem.keys(), problem["status"]) == ({"status", "message", "retry_after"}, 400)
            assert words in problem["message"]

    in_thread(talk)
