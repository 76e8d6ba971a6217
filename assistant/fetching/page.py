"""What every service is to the rest: a named source whose answers come in pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.types import Record


@dataclass(frozen=True, slots=True)
class Page:
    """One answer. `next` is where to go on, None after the last; `total` 0 where the service does not tell."""

    records: tuple[Record, ...]
    next: str | None
    total: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one service. `key` says all that was asked, so that only the same request is resumed.

    `pages` takes where to go on, None for the beginning.
    """

    source: str
    key: str
    pages: Callable[[str | None], Iterator[Page]]
