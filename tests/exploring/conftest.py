"""An explorer over a small real index whose vectors are hashed words."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.exploring import Explorer
from assistant.index import Index
from assistant.index.derived_files import FileShelf
from assistant.types import Record
from tests.fakes import HashedWords
from tests.index.making import write

Explore = Callable[[Sequence[Record]], Explorer]

WHALES = Record("s/a.jsonl", 1, "Counting Whales", "We count whales at sea.", date="2024-05-01", categories=("q-bio",))
OWLS = Record("s/a.jsonl", 2, "Owls at Night", "Owls hunt mice at night.", authors=("Ada Núñez", "Bo Mouse"))
MICE = Record("s/b.jsonl", 1, "“Of Mice”", "Mice are quiet at night.", date="2024-07-31", categories=("q-bio", "cs"))
NIGHT = Record("s/b.jsonl", 2, "At Night Owls", "What whales do.", date="2024-07-02", authors=("Bo Nunn",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def explore(folder: Path) -> Iterator[Explore]:
    """Indexes records and opens an explorer over all that are indexed."""
    opened: list[Index] = []

    def explore(records: Sequence[Record]) -> Explorer:
        for source in dict.fromkeys(record.source for record in records):
            write(folder, (source, [record for record in records if record.source == source]))
        opened.append(Index.open(folder, embedder=HashedWords()))
        return Explorer(opened[-1], FileShelf(folder))

    yield explore
    for index in opened:
        index.close()


@pytest.fixture
def explorer(explore: Explore) -> Explorer:
    return explore([WHALES, OWLS, MICE, NIGHT])
