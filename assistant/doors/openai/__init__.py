"""The protocol of OpenAI's chat: `/v1`."""
