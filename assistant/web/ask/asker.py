"""What the page asks of the assistant it shows."""

from collections.abc import Collection, Sequence
from typing import Protocol

from assistant.doors.engine import Engine
from assistant.types import Paper, PaperId


class Asker(Engine, Protocol):
    """An assistant over one index, as far as the page uses it. Called from several threads at a time."""

    @property
    def mode(self) -> str:
        """One line for the reader: which models answer, and whether anything leaves this machine."""
        ...

    def some_papers(self, limit: int) -> Sequence[Paper]:
        """At most `limit` papers, always the same ones for the same index; the example questions come from them."""
        ...

    def answerable(self, question: str, about: Collection[PaperId] = ()) -> bool:
        """Whether the papers answer it, among them all those it is `about`; no chat model is asked."""
        ...
