"""Files beside an index that can be made again from it."""

import contextlib
from mmap import ACCESS_READ, mmap
from pathlib import Path

from assistant.index.layout import exchange


class FileShelf:
    """Keeps small files in the folder of an index; where that cannot be written, nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "made"

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def map(self, name: str) -> memoryview | None:
        """The file as it is now, read as it is looked at; an exchange later does not change it."""
        try:
            with (self._folder / name).open("rb") as file:
                return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
        except (OSError, ValueError):  # an empty file cannot be mapped
            return None

    def write(self, name: str, *content: bytes | memoryview) -> None:
        """In one step: a reader sees the old content or the new, whole."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            exchange(self._folder / name, *content)
