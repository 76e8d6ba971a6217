"""Answers questions over scientific paper abstracts, with verbatim quotes.

    import assistant

    answer = assistant.ask("which papers address long-tailed classification")
    print(answer.text)

For more than one question open the assistant once and keep it: `assistant.open_assistant().ask(...)`.
"""

from typing import TYPE_CHECKING

from assistant.types import Answer

if TYPE_CHECKING:  # the parts are imported where they are used: chromadb alone takes a second
    from assistant.answering import Assistant

__all__ = ["ask", "open_assistant"]


def open_assistant(index: str | None = None) -> "Assistant":
    """An assistant over the index in folder `index` (the default index without it), set up by the environment.

    Raises `IndexMissing` and `IndexMismatch`, each with the command that mends it.
    """
    from assistant import build
    from assistant.settings import read_settings

    return build.open_assistant(read_settings(index=index))


def ask(question: str) -> Answer:
    """One answer over the default index. Raises the errors of `assistant.errors`."""
    return open_assistant().ask(question)
