"""The doors for other programs: REST, the protocol of OpenAI's chat, MCP. One engine behind all of them."""
