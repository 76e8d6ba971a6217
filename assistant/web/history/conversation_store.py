"""What the page asks of whoever keeps conversations."""

from typing import Protocol

from assistant.recording import Recording
from assistant.web.ask.conversation import Conversation


class Keeper(Protocol):
    """Called from many threads. `reader`: the name of who is logged in, "" without a login."""

    def new_thread(self) -> str:
        """The name of a conversation that begins now; nobody can guess it."""
        ...

    def new_record(self) -> str:
        """Under which name the record of the answer that begins now will be kept."""
        ...

    def find(self, record: str, reader: str) -> tuple[str, Conversation]:
        """The conversation that holds the answer of this record, and its name; empty where the reader has none such."""
        ...

    def opened(self, thread: str, conversation: Conversation, reader: str) -> None:
        """A question was asked, the last turn of `conversation`; its answer begins."""
        ...

    def answered(self, thread: str, conversation: Conversation, recording: Recording, reader: str) -> None:
        """The last turn is whole, or broke off; then the recording holds no record."""
        ...
