"""What the page asks of whoever takes sources in and out of the index."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from assistant.types import Fetched, FetchTerms, IndexReport, Progress

Tick = Callable[[Progress], None]


class Stock(Protocol):
    """Called from many threads; the others from one at a time. These end soon where `progress` raises."""

    def sources(self) -> Mapping[str, int]:
        """Each source with the number of its papers. Raises `AssistantError`."""
        ...

    def add(
        self, name: str, file: Path, *, form: str | None = None, date: str | None = None, progress: Tick
    ) -> IndexReport:
        """Takes the papers of a file over as what the source `name` says now.

        `form`: that of the file, recognised where it is None; `date`: that of entries without one.
        Raises `AssistantError`; called again with the same file it completes what broke off.
        """
        ...

    def fetch(self, terms: FetchTerms, *, progress: Tick) -> tuple[Fetched, IndexReport | None]:
        """Asks a service and takes what is kept of it over as one source; no report where that is nothing.

        Raises `AssistantError`; called again with the same terms it goes on where it broke off.
        """
        ...

    def remove(self, source: str, *, progress: Tick) -> IndexReport:
        """Forgets a source. Raises `AssistantError`."""
        ...
