"""MCP, for agents: over stdio by `assistant mcp`, and at /mcp of the server."""
