"""Which collections of a server hold the vectors of an index: a small file where they would be otherwise.

The name is made by chance, so that no two indexes share one. Where a folder was copied or put back from a backup, two
have the same name: with each run that writes a new `mark` goes into the file and to the server, and whoever knows
neither this one nor the one before has been overtaken.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from assistant.errors import IndexMismatch
from assistant.index.layout import Layout, exchange
from assistant.index.server.connection import ChromaServer

_FILE = "server.json"


@dataclass(frozen=True, slots=True)
class Place:
    """`folder`: whose they are. `shards`: how many collections. `short`: whether long ids of rows are shortened there,
    which they are not where an earlier version made the collections."""

    folder: str
    name: str
    shards: int
    mark: str = ""
    before: str = ""
    short: bool = False

    @property
    def names(self) -> list[str]:
        """Of the collections; the first carries the mark."""
        return [f"{self.name}-{shard}" for shard in range(self.shards)]

    def knows(self, mark: str) -> bool:
        return mark in (self.mark, self.before)


def new_place(layout: Layout, *, shards: int) -> Place:
    return Place(str(layout.folder.resolve()), f"papers-{uuid4().hex}", shards, short=True)


def read_place(folder: Path) -> Place | None:
    """None: the vectors are in the folder itself."""
    try:
        return Place(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_place(folder: Path, place: Place) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    exchange(folder / _FILE, json.dumps(asdict(place), indent=1).encode())


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
        hint="If it is another server than before, set ASSISTANT_CHROMA_URL. Else make the vectors anew there, which "
        f"embeds nothing: {layout.command('--repair', name='doctor')}",
    )
