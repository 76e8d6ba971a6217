"""What the page asks of whoever takes sources in and out of the index."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from assistant.types import IndexReport, Progress

Tick = Callable[[Progress], None]


class Stock(Protocol):
    """Called from many threads; `add` and `remove` from one at a time. Both end soon where `progress` raises."""

    def sources(self) -> Mapping[str, int]:
        """Each source with the number of its papers. Raises `AssistantError`."""
        ...

    def add(self, name: str, file: Path, *, date: str | None = None, progress: Tick) -> IndexReport:
        """Takes the papers of a file over as what the source `name` says now; `date` is that of entries without one.

        Raises `AssistantError`; called again with the same file it completes what broke off.
        """
        ...

    def remove(self, source: str, *, progress: Tick) -> IndexReport:
        """Forgets a source. Raises `AssistantError`."""
        ...
