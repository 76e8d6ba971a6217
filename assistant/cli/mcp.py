"""The `mcp` command: the tools for an agent that starts this program itself."""

from argparse import Namespace

from assistant import build
from assistant.settings import Settings


def mcp(args: Namespace, settings: Settings) -> int:
    """Speaks MCP on stdin and stdout until stdin ends."""
    from assistant.doors.engine import Answering, Unwatched
    from assistant.doors.mcp.tools import make_mcp  # the SDK takes a second to import

    assistant, explorer = build.open_explored(settings)
    make_mcp(Answering(assistant, Unwatched()), explorer).run("stdio")
    return 0
