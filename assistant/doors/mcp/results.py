"""The result of a tool: one text item that holds JSON, and the same as structured content."""

import json
import logging
from collections.abc import Awaitable

from mcp.types import CallToolResult, TextContent

from assistant.answer_json import Json
from assistant.doors.mcp.resources import resource_address
from assistant.doors.mcp.shapes import Document, Hit
from assistant.doors.problems import may_pass, sentence, status_of
from assistant.errors import AssistantError
from assistant.types import Paper

_LATER = 5  # seconds, after a failure that may pass
_log = logging.getLogger(__name__)


async def told(work: Awaitable[Json]) -> CallToolResult:
    """What the work gives, or in words why it gives nothing: {status, message, retry_after}."""
    try:
        given = await work
    except AssistantError as error:
        return failed(status_of(error), sentence(error), _LATER if may_pass(error) else None)
    except Exception:  # the edge: the agent gets words, the operator the traceback
        _log.exception("a tool failed")
        return failed(500, "An error in the program. Try again.", _LATER)
    return CallToolResult(content=[_text(given)], structured_content=given)


def failed(status: int, message: str, retry_after: int | None = None) -> CallToolResult:
    """Words that the model reads, rather than an error of the protocol."""
    problem = {"status": status, "message": message, "retry_after": retry_after}
    return CallToolResult(content=[_text(problem)], is_error=True)


def _text(value: Json) -> TextContent:
    return TextContent(type="text", text=json.dumps(value, ensure_ascii=False))


def hit(paper: Paper) -> Hit:
    return Hit(id=paper.id, title=paper.title or paper.id, url=address(paper))


def document(paper: Paper) -> Document:
    known = {
        "authors": ", ".join(paper.authors),
        "date": paper.date or paper.date_text or "",
        "categories": ", ".join(paper.categories),
        "status": paper.status,
    }
    metadata = {name: text for name, text in known.items() if text}
    return Document(**hit(paper).model_dump(), text=paper.abstract, metadata=metadata)


def address(paper: Paper) -> str:
    """Where the paper is on the web; where it is nowhere, its resource here."""
    return paper.url or resource_address(paper.id)
