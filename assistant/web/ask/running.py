"""Which answers are being made, so that the reader or a closed tab can stop them."""

from threading import Condition, Event


class Running:
    """At most one answer per browser tab; used from many threads."""

    def __init__(self) -> None:
        self._stops: dict[str, Event] = {}
        self._lock, self._ending = Condition(), False

    def start(self, tab: str) -> Event:
        """The stop of the answer that now begins; one that still runs for the tab is stopped. Set where all end."""
        stop = Event()
        with self._lock:
            if self._ending:
                stop.set()
            before = self._stops.get(tab)
            self._stops[tab] = stop
        if before is not None:
            before.set()
        return stop

    def end(self, tab: str, stop: Event) -> None:
        with self._lock:
            if self._stops.get(tab) is stop:
                del self._stops[tab]
                self._lock.notify_all()

    def stop(self, tab: str) -> None:
        with self._lock:
            stop = self._stops.get(tab)
        if stop is not None:
            stop.set()

    def stop_all(self) -> None:
        """Stops every answer, also those that begin later."""
        with self._lock:
            self._ending = True
            stops = list(self._stops.values())
        for stop in stops:
            stop.set()

    def wait(self, seconds: float) -> None:
        """Until no answer is being made any more, at most so long."""
        with self._lock:
            self._lock.wait_for(lambda: not self._stops, seconds)
