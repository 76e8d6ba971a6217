"""The folder of an index: its paths and its manifest.

Why: docs/decisions/0002-sqlite-is-the-truth.md
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from assistant.errors import IndexDamaged, IndexMismatch, IndexMissing
from assistant.ports import Embedder
from assistant.settings import default_index

FORMAT = 2  # of chroma/ and words/; raise it when what is written there changes
COLLECTION = "papers"
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Chunking:
    """How abstracts are cut, in cl100k_base tokens. docs/architecture.md has the measurement."""

    splitter: str = "llama-index SentenceSplitter"
    tokens: int = 160
    title: int = 64
    overlap: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the derived stores were made with. `generation` names the folders that hold; written last.

    `revision` differs after every write, so that another process sees that there was one.
    """

    embedder: str
    dim: int
    generation: int
    counts: Mapping[str, int]
    format: int = FORMAT
    chunking: Chunking = Chunking()
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths inside one index folder."""

    folder: Path

    @property
    def papers(self) -> Path:
        return self.folder / "papers.sqlite"

    @property
    def log(self) -> Path:
        """What sqlite has not yet taken over into `papers`; there while somebody has it open for writing."""
        return self.folder / "papers.sqlite-wal"

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.json"

    @property
    def seal(self) -> Path:
        return self.folder / "seal.json"

    @property
    def lock(self) -> Path:
        return self.folder / "writing.lock"

    def chroma(self, generation: int) -> Path:
        return self.folder / "chroma" / str(generation)

    def words(self, generation: int) -> Path:
        return self.folder / "words" / str(generation)

    def held(self, generation: int) -> Path:
        return self.folder / f"reading-{generation}.lock"

    def generations(self) -> dict[int, list[Path]]:
        """The folders of derived stores that exist, by generation."""
        found: dict[int, list[Path]] = {}
        for store in ("chroma", "words"):
            for path in sorted((self.folder / store).glob("*")):
                if path.name.isdigit():
                    found.setdefault(int(path.name), []).append(path)
        return found

    def command(self, arguments: str, *, name: str = "index") -> str:
        """The command line that does it to this very folder."""
        own = "" if self.folder == default_index() else f" --index {self.folder}"
        return f"assistant {name} {arguments}{own}"


def stamp(layout: Layout) -> tuple[int, int] | None:
    """Changes with every writing of the manifest; cheap enough for every question. None: there is none."""
    try:
        status = layout.manifest.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def read_manifest(layout: Layout) -> Manifest:
    """Raises `IndexMissing` where there is none, `IndexMismatch` where it cannot be read."""
    try:
        found = json.loads(layout.manifest.read_text(encoding="utf-8"))
        return Manifest(**{**found, "generation": int(found["generation"]), "chunking": Chunking(**found["chunking"])})
    except FileNotFoundError as error:
        raise missing(layout) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise mismatch(layout, f"{layout.manifest} is not a manifest this program can read") from error


def write_manifest(layout: Layout, manifest: Manifest) -> None:
    """Written last: readers go by it."""
    exchange(layout.manifest, (json.dumps({**asdict(manifest), "revision": uuid4().hex}, indent=2) + "\n").encode())


def exchange(path: Path, *content: bytes | memoryview) -> None:
    """The file, its parts one after the other, in one step: a reader sees the old one or the new one, whole, and
    whoever may read the folder may read it. Where the process dies meanwhile, what it had written is left until
    `sweep`."""
    new = path.with_name(f"{_UNFINISHED}{uuid4().hex}")
    try:
        with new.open("wb") as file:
            for part in content:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Takes away what exchanges that were not finished left. A seal or a map that another process is writing at this
    moment is not kept then, and made again when it is needed."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


def check(layout: Layout, manifest: Manifest, embedder: Embedder) -> None:
    """Raises `IndexMismatch` unless the stores were written in this format and by this embedder."""
    check_name(layout, manifest, embedder.name)  # first: a remote model is called to learn its dimension
    if manifest.dim != embedder.dim:
        made = f"{_made(layout, manifest)}, which then had {manifest.dim} dimensions and now has {embedder.dim}"
        raise mismatch(layout, made)


def check_name(layout: Layout, manifest: Manifest, embedder: str) -> None:
    """As `check`, but for the dimension."""
    check_format(layout, manifest)
    if manifest.embedder != embedder:
        raise IndexMismatch(
            f"{_made(layout, manifest)}, not with {embedder}",
            hint=f"Start this with that model, or build the index anew with yours: {layout.command('--rebuild')}",
        )


def _made(layout: Layout, manifest: Manifest) -> str:
    return f"the index in {layout.folder} was made with the embedding model {manifest.embedder}"


def check_format(layout: Layout, manifest: Manifest) -> None:
    """The same of the format alone, which no embedder is asked for."""
    if (manifest.format, manifest.chunking) != (FORMAT, Chunking()):
        raise mismatch(layout, f"the index in {layout.folder} was written by another version of this program")


def missing(layout: Layout) -> IndexMissing:
    return IndexMissing(f"there is no index in {layout.folder}", hint=f"Build one: {layout.command('PATH...')}")


def mismatch(layout: Layout, message: str) -> IndexMismatch:
    return IndexMismatch(message, hint=f"Build it anew from the papers it holds: {layout.command('--rebuild')}")


def damaged(layout: Layout, what: str) -> IndexDamaged:
    return IndexDamaged(
        f"the index in {layout.folder} is damaged: {what}",
        hint=f"No paper is lost. Mend it from papers.sqlite: {layout.command('--repair', name='doctor')}",
    )
