"""What was read of an index, until another process has written to it."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")


class Remembered:
    """Values by name, of one version of what they are read from. Any number of threads may ask: at worst one is read
    twice."""

    def __init__(self, version: Callable[[], int]) -> None:
        self._version = version
        self._values: tuple[int, dict[Hashable, object]] = (-1, {})

    def __call__(self, name: Hashable, read: Callable[[], T]) -> T:
        version = self._version()
        if self._values[0] != version:
            self._values = (version, {})
        values = self._values[1]
        if name not in values:
            values[name] = read()
        return cast(T, values[name])
