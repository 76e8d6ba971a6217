"""A server of the SDK that also says in words of ours, as results of a tool, which arguments it cannot take."""

from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.types import CallToolResult, InputRequiredResult
from pydantic import ValidationError

from assistant.doors.mcp.results import failed


class SoftServer(MCPServer[Any]):
    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """The result; {status, message, retry_after} where the tool or its arguments are unknown."""
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError:
            raise
        except ToolError as error:
            return failed(400, _words(error))


def _words(error: ToolError) -> str:
    if not isinstance(error.__cause__, ValidationError):
        return f"{error}. List the tools."
    first = error.__cause__.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}. See the schema of the tool."
