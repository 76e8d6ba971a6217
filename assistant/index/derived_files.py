"""Files beside an index that can be made again from it."""

import contextlib
import tempfile
from pathlib import Path


class FileShelf:
    """Keeps small files in the folder of an index; where that cannot be written, nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "made"

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """In one step: a reader sees the old content or the new, whole."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile("wb", dir=self._folder, delete=False) as file:
                file.write(content)
            Path(file.name).replace(self._folder / name)
