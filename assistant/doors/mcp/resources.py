"""Papers as resources: each by its address, and all in pages, which the SDK has only for what is fixed."""

from typing import Any
from urllib.parse import quote, unquote

from anyio import to_thread
from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import ResourceSecurity
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, ListResourcesResult, Resource

from assistant.corpus import canonical_id
from assistant.doors.paging import page_of
from assistant.doors.problems import sentence
from assistant.errors import UsageError
from assistant.exploring import Explorer
from assistant.types import Filters, Paper, PaperId

_PAGE = 50  # resources
_KIND = "text/plain"
_NO_FILE = ResourceSecurity(exempt_params={"id"})  # no path of a file: "t:" would be taken for a drive


def add_resources(server: MCPServer[Any], explorer: Explorer) -> None:
    """Papers at paper://papers/ID, listed newest first."""

    @server.resource("paper://papers/{id}", name="paper", title="An abstract", mime_type=_KIND, security=_NO_FILE)
    def text(id: str) -> str:
        """A paper: its title, then its abstract."""
        try:
            paper = paper_of(explorer, unquote(id))
        except UsageError as error:
            raise ResourceNotFoundError(sentence(error)) from error
        return f"{paper.title}\n\n{paper.abstract}"

    async def listing(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.method != "resources/list":
            return await call_next(ctx)
        cursor = str((ctx.params or {}).get("cursor") or "")
        return await to_thread.run_sync(_page, explorer, cursor)

    server.middleware.append(listing)


def _page(explorer: Explorer, cursor: str) -> ListResourcesResult:
    try:
        papers, after = page_of(explorer, Filters(), _PAGE, cursor)
    except UsageError as error:
        raise MCPError(INVALID_PARAMS, sentence(error)) from error
    return ListResourcesResult(resources=[_resource(paper) for paper in papers], next_cursor=after)


def _resource(paper: Paper) -> Resource:
    title = paper.title or paper.id
    return Resource(uri=resource_address(paper.id), name=paper.id, title=title, mime_type=_KIND)


def resource_address(id: PaperId) -> str:
    return f"paper://papers/{quote(id, safe='')}"


def paper_of(explorer: Explorer, id: str) -> Paper:
    """Raises `UsageError` for the id of no paper."""
    found = explorer.paper(id) or explorer.paper(canonical_id(id))
    if found is None:
        raise UsageError(f"no paper has the id {id}", hint="Take an id that search or list_papers gave.")
    return found
