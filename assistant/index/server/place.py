"""Which collections of a server hold the vectors of an index: a small file where they would be otherwise.

A collection's name is made by chance, so that no two indexes share one. Where a folder was copied, two have the same
name: with each run that writes a new `turn` goes into the file and into the collection, and whoever knows neither this
one nor the one before has been overtaken.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import json
import os
import tempfile
import zlib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from assistant.errors import IndexMismatch
from assistant.index.layout import Layout
from assistant.index.server.connection import ChromaServer
from assistant.index.vectors.reading import RowId

COLUMNS = 8  # collections that the rows are dealt to: of each a request gets 300 rows at most, of all 2,400
_FILE = "server.json"


@dataclass(frozen=True, slots=True)
class Place:
    """`levels` times eight collections; a level is added when the one before is full. `folder`: whose they are."""

    folder: str
    name: str = field(default_factory=lambda: f"papers-{uuid4().hex}")
    levels: int = 1
    turn: str = ""
    before: str = ""

    @property
    def main(self) -> str:
        """The collection that carries the turn."""
        return self.collection(0, 0)

    def collection(self, level: int, column: int) -> str:
        return f"{self.name}-{level}-{column}"

    def knows(self, turn: str) -> bool:
        return turn in (self.turn, self.before)

    def overtaking(self, turn: str) -> "Place":
        return replace(self, turn=uuid4().hex, before=turn)


def column_of(row: RowId) -> int:
    return zlib.crc32(str(row).encode()) % COLUMNS


def read_place(folder: Path) -> Place | None:
    """None: the vectors are in the folder itself."""
    try:
        return Place(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_place(folder: Path, place: Place) -> None:
    """In one step."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
        file.write(json.dumps(asdict(place), indent=1))
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(folder / _FILE)


def check_place(layout: Layout, generation: int, server: ChromaServer | None) -> None:
    """Raises `IndexMismatch` where the vectors are not where the settings say."""
    place = read_place(layout.chroma(generation))
    move = f"{layout.command('--rebuild')} (nothing is embedded for that)"
    if place and not server:
        raise IndexMismatch(
            f"the vectors of the index in {layout.folder} are on a Chroma server, and ASSISTANT_CHROMA_URL is not set",
            hint=f"Set it to the address of the server, or take them into the folder: {move}.",
        )
    if server and not place:
        raise IndexMismatch(
            f"the vectors of the index in {layout.folder} are in the folder, and not on a Chroma server as "
            "ASSISTANT_CHROMA_URL says",
            hint=f"Unset it, or take them to the server: {move}.",
        )


def foreign(layout: Layout, server: ChromaServer, what: str) -> IndexMismatch:
    """What the server has is not this index's."""
    return IndexMismatch(
        f"the Chroma server at {server.url} {what} of the index in {layout.folder}",
        hint="If it is another server than before, set ASSISTANT_CHROMA_URL. Else make the vectors anew there, "
        f"which embeds nothing: {layout.command('--rebuild')}.",
    )
