"""One answer as it grows: events in, drawings of its turn out, at a pace the eye can follow."""

import logging
from collections.abc import Callable, Iterator

from assistant.errors import AssistantError
from assistant.types import Event
from assistant.web.ask.conversation import Turn, after, failed

_PAUSE = 0.08  # seconds: twelve drawings each of them whole; more only make the browser busy
_log = logging.getLogger(__name__)


class Pace:
    """Says yes at most once in `pause` seconds."""

    def __init__(self, pause: float, clock: Callable[[], float]) -> None:
        self._pause, self._clock = pause, clock
        self._last = float("-inf")

    def due(self) -> bool:
        now = self._clock()
        if now - self._last < self._pause:
            return False
        self._last = now
        return True


def drawings(turn: Turn, events: Iterator[Event], *, clock: Callable[[], float]) -> Iterator[Turn]:
    """The turn after each new kind of step, and now and then where steps of one kind follow fast; the last is whole.

    An answer that breaks off gives a turn with the problem; nothing is raised.
    """
    pace = Pace(_PAUSE, clock)
    kind: type[Event] | None = None
    try:
        for event in events:
            turn = after(turn, event)
            if pace.due() or type(event) is not kind:  # the first of a kind may be followed by a long wait
                yield turn
            kind = type(event)
    except AssistantError as error:
        yield failed(turn, error)
    except Exception:  # the edge: the reader gets words, the operator the traceback
        _log.exception("an answer broke off")
        told = AssistantError(
            "The answer broke off because of an error in the program", hint="Ask again; the log says more."
        )
        yield failed(turn, told)
