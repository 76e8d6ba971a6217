"""Answers questions over scientific paper abstracts, with verbatim quotes.

    import assistant

    answer = assistant.ask("which papers address long-tailed classification")
    print(answer.text)

For more than one question open the assistant once and keep it: `assistant.open_assistant().ask(...)`.
"""

from typing import TYPE_CHECKING

from assistant.types import Answer

if TYPE_CHECKING:  # the parts are imported where they are used: chromadb alone takes a second
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.answering import Assistant
    from assistant.recording import Recording
    from assistant.recording.replay import Replay

__all__ = ["ask", "export", "new_recording", "open_assistant", "replay"]


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


def new_recording() -> "Recording":
    """To be given to `Assistant.ask` or `stream` as `recording`; its `save(FILE)` then writes the answer's record."""
    from assistant.recording import Recording

    return Recording()


def replay(path: "str | Path") -> "Replay":
    """Makes a recorded answer again without index, model and network; `changes` says what came out otherwise.

    Raises `UsageError` for a file that cannot be read or is no record.
    """
    from assistant import build

    return build.replay_record(path)


def export(answers: "Answer | Sequence[Answer]", path: "str | Path", *, title: str | None = None) -> None:
    """Writes an answer, or those of a conversation, to a file; its ending, such as `.md` or `.bib`, tells the form.

    Raises `UsageError` for another ending and for a file that cannot be written.
    """
    from assistant.exporting.saving import save

    save([answers] if isinstance(answers, Answer) else answers, path, title=title)
