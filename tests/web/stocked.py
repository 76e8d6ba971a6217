"""A stock in memory, held to the same contract as that of an index; and one whose work the test holds up or breaks."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.errors import AssistantError, UsageError
from assistant.types import Fetched, FetchTerms, IndexReport, Progress, Rejection

_PATIENCE = 30.0  # seconds


class MemoryStock:
    """A paper is a line; "bad" is none. `held`: the first step waits for it. `error`: what the next additions raise."""

    def __init__(self, *, held: threading.Event | None = None, error: Exception | None = None) -> None:
        self._lines: dict[str, list[str]] = {}
        self.held, self.error = held, error
        self.at_work = threading.Event()
        self.dates: list[str | None] = []
        self.forms: list[str | None] = []
        self.asked: list[FetchTerms] = []
        self.looked = threading.Event()
        self.pause = 0.0  # seconds that a look at the sources takes

    def sources(self) -> dict[str, int]:
        self.looked.set()
        time.sleep(self.pause)
        return {name: len(lines) for name, lines in self._lines.items()}

    def add(
        self,
        name: str,
        file: Path,
        *,
        form: str | None = None,
        date: str | None = None,
        progress: Callable[[Progress], None],
    ) -> IndexReport:
        lines = file.read_text().splitlines()
        self.at_work.set()
        if self.held is not None:
            self.held.wait(_PATIENCE)
        progress(Progress("embedding", 1, 2))
        if self.error is not None:
            raise self.error
        self.dates.append(date)
        self.forms.append(form)
        good = [line for line in lines if line != "bad"]
        before = set(self._lines.get(name, []))
        if good:
            self._lines[name] = good
        new, gone = len(set(good) - before), len(before - set(good)) if good else 0
        rejected = tuple(Rejection(name, n, "it is bad") for n, line in enumerate(lines, 1) if line == "bad")
        return IndexReport(new=new, unchanged=len(good) - new, gone=gone, rejected=rejected, papers=self._papers())

    def fetch(self, terms: FetchTerms, *, progress: Callable[[Progress], None]) -> tuple[Fetched, IndexReport | None]:
        self.asked.append(terms)
        progress(Progress("fetching", 1, 3))
        if self.held is not None:
            self.held.wait(_PATIENCE)
        if self.error is not None:
            raise self.error
        self._lines[terms.name] = ["owls"]
        return Fetched(terms.name, came=1, new=1, announced=3, kept=1), IndexReport(new=1, papers=self._papers())

    def remove(self, source: str, *, progress: Callable[[Progress], None]) -> IndexReport:
        if source not in self._lines:
            raise UsageError(f"{source} is not a source of this index", hint="Its sources are: none.")
        gone = len(self._lines.pop(source))
        return IndexReport(gone=gone, papers=self._papers())

    def _papers(self) -> int:
        return sum(map(len, self._lines.values()))


class Down(AssistantError):
    """What a stock may raise."""
