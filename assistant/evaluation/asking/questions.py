"""The nouns of a gold file: questions with what is known about their answers. Papers are named by title or by id."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """All of `relevant` belong in the answer; those in `partial` may be in it or not."""

    id: str
    question: str
    relevant: tuple[str, ...]
    partial: tuple[str, ...] = ()
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """All of `relevant` have to be cited and each of `must_contain` has to stand in the text."""

    id: str
    question: str
    relevant: tuple[str, ...]
    must_contain: tuple[str, ...] = ()
    kind: Literal["fact", "compare"] = "fact"


@dataclass(frozen=True, slots=True)
class UnanswerableQuestion:
    """To be refused. `reason`: off-topic, near-topic, missing-detail, false-premise, or another of the user's."""

    id: str
    question: str
    reason: str
    kind: Literal["unanswerable"] = "unanswerable"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, to be understood from those before it."""

    question: str
    kind: str
    relevant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    turns: tuple[Turn, ...]
    kind: Literal["conversation"] = "conversation"


GoldQuestion = ListQuestion | FactQuestion | UnanswerableQuestion | Conversation
