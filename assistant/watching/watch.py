"""The nouns: a watched question, and what one look at the new papers found. Frozen; they know no store."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.answering.looking import Overview
from assistant.errors import UsageError
from assistant.types import Filters, Plan, Quote, Verdict
from assistant.understanding.topic import topic_of

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_NO_NAME = re.compile(r"[^a-z0-9]+")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_QUOTES = 2  # of a paper that no overview cites
_LONGEST = 40  # characters of a name that is made of a question


@dataclass(frozen=True, slots=True)
class Watch:
    """`leave_out`: words; a paper that says one of them in title or abstract is not looked at. `user`: whose it is."""

    name: str
    question: str
    to: tuple[str, ...] = ()
    filters: Filters = Filters()
    leave_out: tuple[str, ...] = ()
    weekly: bool = False
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Of the `new` papers, `left_out` say what is not wanted, `judged` were read by the judge, and `found` answer."""

    new: int
    left_out: int
    judged: int
    found: int


@dataclass(frozen=True, slots=True)
class Issue:
    """One look. `verdicts`: the newest first. `first`: of the whole index, of which no more than the newest are shown.

    `number` counts from 1 within the watch; `day` is ISO.
    """

    watch: Watch
    number: int
    day: str
    first: bool
    looked: Looked
    plan: Plan
    verdicts: tuple[Verdict, ...]
    overview: Overview | None = None
    notes: tuple[str, ...] = ()


def quotes_of(issue: Issue, verdict: Verdict) -> list[tuple[int | None, Quote]]:
    """The quotes of a paper: those that the overview cites, by number; else the best ones."""
    cited = issue.overview.citations if issue.overview else ()
    own: list[tuple[int | None, Quote]] = [(c.number, c.quote) for c in cited if c.quote.paper.id == verdict.paper.id]
    return own or [(None, quote) for quote in verdict.quotes[:_QUOTES]]


def check_name(name: str) -> str:
    """Raises `UsageError` for a name that could not stand in an address, a subject and a file name."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot be a name", hint="Use a-z, 0-9 and . _ -, at most 60 of them.")
    return name


def name_of(question: str, taken: Collection[str]) -> str:
    """A name made of what the question is about, that is not taken."""
    words = _NO_NAME.sub(" ", topic_of(question).lower()).split()
    name = "-".join(words) or "watch"
    while len(name) > _LONGEST and "-" in name:
        name = name.partition("-")[2]
    name = name[:_LONGEST]
    numbered = (name if n == 1 else f"{name}-{n}" for n in range(1, len(taken) + 2))
    return next(free for free in numbered if free not in taken)


def check_address(address: str) -> str:
    """Raises `UsageError` for what is no plain address of mail."""
    if not _ADDRESS.fullmatch(address) or len(address) > 254:
        raise UsageError(f"{address!r} is not a mail address", hint="Write it as ann@example.org.")
    return address
