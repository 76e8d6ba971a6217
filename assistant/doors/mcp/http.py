"""MCP at /mcp of the page's server, by streamable HTTP. Nothing is remembered between requests."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from mcp.server import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

_OURS = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # the server's guards stand before it


def add_mcp(app: FastAPI, server: MCPServer[Any]) -> None:
    app.router.routes.append(Route("/mcp", _Endpoint(_manager(server)), methods=["GET", "POST", "DELETE"]))


def lifespan_of(server: MCPServer[Any]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What has to run as long as the app does."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with _manager(server).run():
            yield

    return lifespan


def _manager(server: MCPServer[Any]) -> StreamableHTTPSessionManager:
    """The one of the server, which makes it together with an app of its own that is not used."""
    try:
        return server.session_manager
    except RuntimeError:
        server.streamable_http_app(stateless_http=True, transport_security=_OURS)
        return server.session_manager


class _Endpoint:
    """As Starlette wants what is called with the bare request: an object, not a function."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._manager.handle_request(scope, receive, send)
