"""What is kept: conversations, their turns, and what a reader thought of an answer. Frozen; they know no store."""

from dataclasses import dataclass

from assistant.types import Answer, Citation

User = str | None  # the name of who is logged in; None where nobody has to


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a question has no whole answer, and what had been written. `stopped`: the reader wanted it so."""

    message: str
    hint: str
    stopped: bool = False
    text: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """A thumb up or down, and in words why."""

    good: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One question. Without `answer` and `broken` it is unfinished: still being answered, or the program ended."""

    name: str  # that nobody can guess; also that of the answer's record
    number: int
    question: str
    answer: Answer | None = None
    broken: Broken | None = None
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in a list. `changed`: when it was last asked or answered, in seconds since 1970."""

    id: str
    title: str
    turns: int
    changed: float


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer with a thumb, in its conversation: `turns` are those up to it, it the last."""

    conversation: str
    turns: tuple[KeptTurn, ...]
