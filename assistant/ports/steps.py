"""What an answer asks of its steps.

Why: docs/decisions/0012-sentences-stream-when-checked.md
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.ports.stopping import Stop
from assistant.types import Answer, Checks, Citation, Completeness, Filters, Judged, Plan, RankedPaper, Usage, Verdict


@dataclass(frozen=True, slots=True)
class Planning:
    """A plan, and what making it took."""

    plan: Plan
    usage: Usage = Usage()
    notes: tuple[str, ...] = ()


class Planner(Protocol):
    """Turns a question, read against the answers before it, into a plan."""

    @property
    def prompts(self) -> Mapping[str, str]: ...
    def plan(
        self, question: str, history: Sequence[Answer] = (), filters: Filters | None = None, *, stop: Stop | None = None
    ) -> Planning:
        """Raises `UsageError` for an unusable question and `Stopped`; a model that fails costs a note, no more."""
        ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """`verdicts` on the candidates, best first; `confidence` is P(the corpus answers the question).

    `stated` is false where the right papers are here and no sentence of theirs answers. `completeness` for lists.
    `instead`: the judge that stood in, where the one that was asked could not; its model is then not asked to write.
    """

    verdicts: tuple[Verdict, ...]
    confidence: float
    stated: bool
    completeness: Completeness | None = None
    usage: Usage = Usage()
    notes: tuple[str, ...] = ()
    instead: str | None = None


class Judge(Protocol):
    """Says of each candidate whether it answers, and shows the sentences."""

    @property
    def name(self) -> str: ...
    @property
    def prompts(self) -> Mapping[str, str]:
        """Name and version of the prompts used; empty for a judge without a model."""
        ...

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[Judged | Judgement]:
        """How far it is as it goes, first with the tokens it may take where a model judges; the judgement last."""
        ...


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader should know of how the text was made; becomes one of the answer's notes."""

    text: str


@dataclass(frozen=True, slots=True)
class Amended:
    """The piece of text at `place`, counted from 0 in the order of this writing, reads `text` now: it got a mark."""

    place: int
    text: str


Written = str | Amended | Usage | Note | Checks


class Writer(Protocol):
    """Puts verified quotes into words. Sees the question and the quotes, nothing else of the papers."""

    @property
    def name(self) -> str: ...
    @property
    def prompts(self) -> Mapping[str, str]: ...
    def write(
        self,
        plan: Plan,
        verdicts: Sequence[Verdict],
        quotes: Sequence[Citation],
        *,
        stop: Stop | None = None,
        whole: bool = False,
    ) -> Iterator[Written]:
        """The draft piece by piece, a whole sentence or line each; marks [n] are the numbers in `quotes`.

        With `whole` nobody reads it before it is finished: nothing has to be shown before it is wholly checked.
        """
        ...

    def premise(self, plan: Plan, quotes: Sequence[Citation], *, stop: Stop | None = None) -> Iterator[Written]:
        """For a question these quotes do not answer: at most a sentence that names what it wrongly takes for given."""
        ...
