"""Records and indexes for the tests of the index, in our own words."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from assistant.index import IndexWriter
from assistant.ports import Embedder, Vectors
from assistant.types import IndexReport, Progress, Record, Rejection
from tests.fakes import HashedWords

WHALES = Record("a.jsonl", 1, "Counting Whales", "We count whales by ear. The sea is loud.", date="2024-05-01")
OWLS = Record("a.jsonl", 2, "Owls at Night", "Owls hunt at night. They hear mice.", categories=("q-bio.PE", "cs.SD"))
MICE = Record("a.jsonl", 3, "Of Mice", "Mice are small. Mice are quiet.", date="2025-01-31", authors=("A. Mouse",))
CRANES = Record("b.jsonl", 1, "Cranes in Flight", "Cranes fly far. We track cranes.", given_id="2401.00001")


def quiet(_: Progress) -> None:
    """Where nobody looks at the bar."""


def write(
    folder: Path, *reads: tuple[str, Iterable[Record | Rejection]], embedder: Embedder | None = None
) -> list[IndexReport]:
    """Indexes the reads one after the other; a report for each."""
    with IndexWriter.open(folder, embedder=embedder or HashedWords()) as index:
        return [index.update(source, entries, progress=quiet) for source, entries in reads]


def counts(report: IndexReport) -> dict[str, int]:
    """The counts of a report that are not zero."""
    names = ("new", "changed", "unchanged", "double", "gone")
    return {name: getattr(report, name) for name in names if getattr(report, name)} | (
        {"rejected": len(report.rejected)} if report.rejected else {}
    )


class Spoiled(Exception):
    """What a spoiled embedder raises."""


class SpoiledEmbedder(HashedWords):
    """Embeds `good` texts as another does and then fails, as a provider does whose quota ends."""

    def __init__(self, *, good: int, like: HashedWords | None = None) -> None:
        like = like or HashedWords()
        super().__init__(dim=like.dim, name=like.name)
        self._good = good

    def embed(self, texts: Sequence[str]) -> Vectors:
        self._good -= len(texts)
        if self._good < 0:
            raise Spoiled
        return super().embed(texts)


def many(n: int, source: str = "many") -> list[Record]:
    """Papers that differ in one word each."""
    return [Record(source, i + 1, f"Paper word{i}", f"We study word{i} with care.") for i in range(n)]


def files(folder: Path) -> Mapping[str, bytes]:
    """Every file under a folder with what is in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
