"""Records of answers on disk: where they go, and which are named."""

import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from assistant.errors import UsageError
from assistant.recording import Recording

_SAFE = re.compile(r"[^\w.-]+")


class Records:
    """A folder with one record an answer, named after the answers' numbers and ids."""

    def __init__(self, folder: str) -> None:
        """Raises `UsageError` where the folder cannot be made."""
        self._folder, self._numbers = Path(folder), count(1)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder} is no folder for records ({error.strerror})", hint="Name another.") from error

    def keep(self, recording: Recording, id: str) -> None:
        recording.save(self._folder / f"{next(self._numbers):04}-{_SAFE.sub('_', id)[:80]}.json")


def check_file(name: str) -> None:
    """Before a question is asked: raises `UsageError` where what it is to leave could not be written."""
    path = Path(name)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(f"{name} cannot be written", hint="Name a file in a folder that exists.")


def named(paths: Sequence[str]) -> list[Path]:
    """The files, and the .json files in the folders, in order of name. Raises `UsageError` where there is none."""
    found = [file for path in map(Path, paths) for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if not found:
        raise UsageError(f"no record in {', '.join(paths)}", hint="Save one with: assistant ask --record FILE")
    return found
