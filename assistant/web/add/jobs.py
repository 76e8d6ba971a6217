"""A source being taken in or out, as a value."""

from dataclasses import dataclass
from typing import Literal

from assistant.types import Fetched, FetchTerms, IndexReport, Progress
from assistant.web.ask.conversation import Problem

State = Literal["waiting", "working", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """`number` counts up from 1. `at`: where the work stands. `date`: of entries that have none;
    `form`: of the file, None to recognise it. `terms`: what a service is asked, where it comes from one, and
    `fetched` what came."""

    number: int
    source: str
    removing: bool = False
    date: str | None = None
    form: str | None = None
    state: State = "waiting"
    at: Progress | None = None
    report: IndexReport | None = None
    terms: FetchTerms | None = None
    fetched: Fetched | None = None
    problem: Problem | None = None

    @property
    def active(self) -> bool:
        return self.state in ("waiting", "working")
