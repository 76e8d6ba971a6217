"""Wall time of the steps of one answer. Time spent in the caller, between two events, counts for the step under way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class StepClock:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._start = clock, clock()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        start = self._clock()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + self._clock() - start

    @property
    def total(self) -> float:
        return self._clock() - self._start
