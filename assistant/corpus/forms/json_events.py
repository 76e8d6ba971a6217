"""The values of a JSON document one by one, through ijson, as its bytes come. Knows no papers."""

import io
import re
from collections.abc import Iterator
from typing import Any

from assistant.corpus.forms.whole import ENTRY, Unreadable, in_utf8, pieces
from assistant.corpus.limits import snippet

_DEEPEST = 100  # lists and objects inside each other
# ijson's C code dies of an integer of more than the 4,300 digits that Python converts. One that is cut into two pieces
# has more than half of them in one.
_ENDLESS = re.compile(rb"[0-9]{1000}")
_OPEN, _CLOSE = ("start_map", "start_array"), ("end_map", "end_array")


class JsonEvents:
    """ijson's events, `line` being where the last one stands. Raises `Unreadable` where the document is broken.

    No value may be longer than `ENTRY`: what is held is one value, and who asks for events says where one ends.
    """

    def __init__(self, data: io.BufferedReader) -> None:
        self.line = 1
        self._events = self._all(data)
        self._read = self._ended = self._depth = 0  # bytes; where the value before ended; how deep it stands

    def next(self) -> tuple[str, Any]:
        event = next(self._events, None)
        if event is None:
            raise Unreadable(self.line, "not valid JSON (it ends too early); save it whole again")
        self._depth += (event[0] in _OPEN) - (event[0] in _CLOSE)
        if self._depth > _DEEPEST:
            raise Unreadable(self.line, "the JSON is nested too deeply; save a list of papers")
        return event

    def finish(self) -> None:
        """Reads on to the end of the data, where nothing may stand any more."""
        for _ in self._events:
            pass

    def value(self, event: str, said: Any) -> Any:
        """The whole value that begins with this event."""
        import ijson  # late: no question needs it

        builder = ijson.ObjectBuilder()
        builder.event(event, _as_written(event, said))
        depth = int(event in _OPEN)
        while depth:
            event, said = self.next()
            builder.event(event, _as_written(event, said))
            depth += (event in _OPEN) - (event in _CLOSE)
        self._ended = self._read
        return builder.value

    def _all(self, data: io.BufferedReader) -> Iterator[tuple[str, Any]]:
        import ijson

        found: list[tuple[str, Any]] = ijson.sendable_list()
        parser = ijson.basic_parse_coro(found)
        try:
            for self.line, piece in in_utf8(pieces(data)):
                self._read += len(piece)
                if self._read - self._ended > ENTRY:
                    raise Unreadable(self.line, f"an entry is longer than {ENTRY // 1_000_000} MB; take it out")
                if _ENDLESS.search(piece):
                    raise Unreadable(self.line, "a number is longer than 1,000 digits; take it out")
                parser.send(piece)
                yield from found
                found.clear()
            parser.close()
            yield from found
        except Unreadable:
            raise
        except (ijson.JSONError, ValueError, ArithmeticError) as error:
            yield from found
            reason = snippet(str(error).partition("\n")[0].rstrip(".")).strip('"')
            raise Unreadable(self.line, f"not valid JSON ({reason}); save it whole again") from error


def _as_written(event: str, said: Any) -> Any:
    """A fraction as text: 2502.17090 as a number would lose its last digit."""
    return str(said) if event == "number" and not isinstance(said, int) else said
