"""How tests speak MCP."""

import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
from mcp.types import CallToolResult


def said(result: Any) -> dict[str, Any]:
    """What both forms of the result say."""
    assert isinstance(result, CallToolResult)
    (item,) = result.content
    told: dict[str, Any] = json.loads(item.text)  # type: ignore[union-attr]
    assert result.is_error or result.structured_content == told
    return told


def in_thread(work: Callable[..., Awaitable[None]], *given: str) -> None:
    """In a thread of its own: tests in a browser leave an event loop running in theirs."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, work, *given).result()
