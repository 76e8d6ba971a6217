"""The end of the server: what is being answered and indexed is brought to a place where nothing is lost.

Knows no page.
"""

import asyncio
import socket

import uvicorn

from assistant.web.add.intake import Intake
from assistant.web.ask.running import Running

_PATIENCE = 10.0  # seconds for answers to be kept and for the indexing to come to a halt: it looks up every few


class EndingServer(uvicorn.Server):
    """Ends what keeps its connections open before it waits for them: answers, indexing, the line every page holds."""

    def __init__(self, config: uvicorn.Config, running: Running, intake: Intake | None, pages: asyncio.Event) -> None:
        super().__init__(config)
        self._running, self._intake, self._pages = running, intake, pages

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self._intake is not None:
            self._intake.start()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._running.stop_all()
        ends = [asyncio.to_thread(self._running.wait, _PATIENCE)]
        if self._intake is not None:
            ends.append(asyncio.to_thread(self._intake.close, _PATIENCE))
        await asyncio.gather(*ends)
        self._pages.set()
        await super().shutdown(sockets)
