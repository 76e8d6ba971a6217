"""How a long step is stopped."""

from typing import Protocol

from assistant.errors import Stopped


class Stop(Protocol):
    """Asked between and inside long steps; `threading.Event` is one."""

    def is_set(self) -> bool: ...


def heed(stop: Stop | None) -> None:
    """Raises `Stopped` where the caller asked to stop."""
    if stop is not None and stop.is_set():
        raise Stopped("the answer was stopped", hint="Ask again to go on.")
