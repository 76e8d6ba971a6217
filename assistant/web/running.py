"""Which answers are being made, so that the reader or a closed tab can stop them. Knows no answer and no page."""

from threading import Event, Lock


class Running:
    """At most one answer per browser tab; used from many threads."""

    def __init__(self) -> None:
        self._stops: dict[str, Event] = {}
        self._lock = Lock()

    def start(self, tab: str) -> Event:
        """The stop of the answer that now begins; one that still runs for the tab is stopped."""
        stop = Event()
        with self._lock:
            before = self._stops.get(tab)
            self._stops[tab] = stop
        if before is not None:
            before.set()
        return stop

    def end(self, tab: str, stop: Event) -> None:
        with self._lock:
            if self._stops.get(tab) is stop:
                del self._stops[tab]

    def stop(self, tab: str) -> None:
        with self._lock:
            stop = self._stops.get(tab)
        if stop is not None:
            stop.set()

    def stop_all(self) -> None:
        with self._lock:
            stops = list(self._stops.values())
        for stop in stops:
            stop.set()
