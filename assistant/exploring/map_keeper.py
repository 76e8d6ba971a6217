"""The map as it is being made: in the background, once for each state of the index, kept beside it. Draws nothing."""

import logging
from collections.abc import Sequence
from threading import Lock, Thread
from typing import Protocol

from assistant.exploring.paper_map import PaperMap, Step, chart, read_map, write_map
from assistant.ports import Entry, Library

_LOG = logging.getLogger(__name__)
_FILE = "map.json"


class Shelf(Protocol):
    """Where what can be made again is kept. What it cannot keep, it forgets."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, content: bytes) -> None: ...


class Failed:
    """The map could not be made; the log says why."""


class Atlas:
    """Used from many threads; at most one map is being made at a time."""

    def __init__(self, library: Library, shelf: Shelf) -> None:
        self._library, self._shelf = library, shelf
        self._lock = Lock()
        self._made: PaperMap | None = None
        self._at: Step | None = None
        self._failed = ""  # the state of the index whose map could not be made

    def map(self, state: str, entries: Sequence[Entry]) -> PaperMap | Step | Failed:
        """The map of this state; while it is being made, which the first call begins, the step it is at."""
        with self._lock:
            if self._made is None or self._made.state != state:
                self._made = self._kept(state) or self._made
            if self._made is not None and self._made.state == state:
                return self._made
            if self._failed == state:
                return Failed()
            if self._at is None:
                self._at = Step("Reading the vectors", 0, len(entries))
                Thread(target=self._make, args=(state, entries), name="map", daemon=True).start()
            return self._at

    def made(self, state: str) -> PaperMap | None:
        """The map of this state, if there is one already."""
        with self._lock:
            return self._made if self._made is not None and self._made.state == state else None

    def _kept(self, state: str) -> PaperMap | None:
        text = None if self._at else self._shelf.read(_FILE)
        kept = read_map(text) if text else None
        return kept if kept and kept.state == state else None

    def _make(self, state: str, entries: Sequence[Entry]) -> None:
        try:
            made = chart(self._library, state, entries, told=self._tell)
        except Exception:  # whatever it is, the thread has nobody to tell it to
            _LOG.exception("the map could not be made")
            with self._lock:
                self._failed, self._at = state, None
            return
        self._shelf.write(_FILE, write_map(made))
        with self._lock:
            self._made, self._at = made, None

    def _tell(self, step: Step) -> None:
        self._at = step
