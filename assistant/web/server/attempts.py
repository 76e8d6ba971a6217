"""How soon somebody who guessed wrong may try again."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

_MOST = 10_000  # keys that are remembered; the oldest make room


@dataclass(frozen=True, slots=True)
class Patience:
    """After `free` failures the wait doubles from one second up to `longest`; after `forgotten` seconds of peace it is
    over."""

    free: int
    longest: float
    forgotten: float = 3_600.0

    def wait(self, failures: int) -> float:
        return 0.0 if failures < self.free else min(2.0 ** min(failures - self.free, 30), self.longest)


class Attempts:
    """Failures by key, an address or a name. `clock` gives seconds; used from many threads."""

    def __init__(self, patience: Patience, clock: Callable[[], float]) -> None:
        self._patience, self._clock = patience, clock
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str) -> float:
        """Seconds until the next try is heard; 0.0: now."""
        with self._lock:
            failures, last = self._past(key)
            return max(0.0, last + self._patience.wait(failures) - self._clock()) if failures else 0.0

    def failed(self, key: str) -> None:
        with self._lock:
            failures, _ = self._past(key)
            self._failed[key] = failures + 1, self._clock()
            self._failed.move_to_end(key)
            while len(self._failed) > _MOST:
                self._failed.popitem(last=False)

    def passed(self, key: str) -> None:
        with self._lock:
            self._failed.pop(key, None)

    def _past(self, key: str) -> tuple[int, float]:
        failures, last = self._failed.get(key, (0, 0.0))
        return (failures, last) if self._clock() - last < self._patience.forgotten else (0, 0.0)
