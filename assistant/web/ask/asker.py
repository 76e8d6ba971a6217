"""What the page asks of the assistant it shows."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from assistant.ports import Stop
from assistant.recording import Recording
from assistant.types import Answer, Event, Filters, Paper, PaperId


class Asker(Protocol):
    """An assistant over one index, as far as the page uses it. Called from several threads at a time."""

    @property
    def mode(self) -> str:
        """One line for the reader: which models answer, and whether anything leaves this machine."""
        ...

    def count(self) -> int:
        """Papers in the index."""
        ...

    def some_papers(self, limit: int) -> Sequence[Paper]:
        """At most `limit` papers, always the same ones for the same index; the example questions come from them."""
        ...

    def answerable(self, question: str, about: Collection[PaperId] = ()) -> bool:
        """Whether the papers answer it, among them all those it is `about`; no chat model is asked."""
        ...

    def stream(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
    ) -> Iterator[Event]:
        """The events of one answer, `Finished` last, heard by the recording.

        Raises `AssistantError`, `Stopped` after `stop` was set.
        """
        ...
