"""An export as a file on this machine's disk."""

from collections.abc import Sequence
from pathlib import Path

from assistant.errors import UsageError
from assistant.exporting.forms import export, form_of
from assistant.types import Answer


def save(answers: Sequence[Answer], path: str | Path, *, title: str | None = None) -> None:
    """Writes the answers in the form of the path's ending.

    Raises `UsageError` for another ending and for a file that cannot be written.
    """
    content = export(answers, form_of(str(path)), title=title)
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", hint="Name another file.") from error
