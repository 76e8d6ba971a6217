"""Damage to the files of an index is told before it shortens an answer, and mended from papers.sqlite."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import IndexDamaged
from assistant.index import Index, IndexWriter
from assistant.index.layout import Layout
from assistant.index.seal import is_sealed
from assistant.types import Record
from tests.fakes import HashedWords
from tests.index import making
from tests.index.making import SpoiledEmbedder, counts, many, quiet, write

_REPO = Path(__file__).parents[2]
_MANY = 1_100  # papers: Chroma keeps up to 1,000 vectors in its tables alone


class Spoiled(SpoiledEmbedder):
    """Fails if it has to embed anything."""

    def __init__(self) -> None:
        super().__init__(good=0)


def segment(folder: Path, name: str) -> Path:
    (found,) = folder.glob(f"chroma/*/*/{name}")
    return found


def words(folder: Path, ending: str) -> Path:
    return max(folder.glob(f"words/*/*{ending}"), key=lambda path: path.stat().st_size)


def flip(path: Path, share: float = 0.5) -> None:
    """Other bytes in the middle, size as before."""
    content = bytearray(path.read_bytes())
    start, length = int(len(content) * share / 2), max(1, int(len(content) * share))
    content[start : start + length] = bytes(255 - byte for byte in content[start : start + length])
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    write(folder, ("many", many(_MANY)))
    return folder


@pytest.fixture
def own(large: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(large, tmp_path / "index"))


def foreign(tmp: Path, store: str) -> Path:
    """The store of an index of other papers."""
    write(tmp / "other", ("other", [Record("other", n, f"Other {n}", f"Of thing{n}.") for n in range(_MANY)]))
    return tmp / "other" / store


def replace_by(store: Path, other: Path) -> None:
    shutil.rmtree(store)
    shutil.copytree(other, store)


_DAMAGES: dict[str, Callable[[Path], None]] = {
    "the folder of vectors removed": lambda f: shutil.rmtree(segment(f, "data_level0.bin").parent),
    "the vectors removed": lambda f: segment(f, "data_level0.bin").unlink(),
    "the vectors cut": lambda f: cut(segment(f, "data_level0.bin")),
    "the vectors overwritten": lambda f: flip(segment(f, "data_level0.bin")),
    "all of the vectors overwritten": lambda f: flip(segment(f, "data_level0.bin"), 1.0),
    "the header overwritten": lambda f: flip(segment(f, "header.bin"), 1.0),
    "the tables of chroma cut": lambda f: cut(f / "chroma/1/chroma.sqlite3"),
    "the tables of chroma removed": lambda f: (f / "chroma/1/chroma.sqlite3").unlink(),
    "chroma removed": lambda f: shutil.rmtree(f / "chroma"),
    "chroma of another index": lambda f: replace_by(f / "chroma", foreign(f.parent, "chroma")),
    "words removed": lambda f: shutil.rmtree(f / "words"),
    "words of another index": lambda f: replace_by(f / "words", foreign(f.parent, "words")),
    "the terms removed": lambda f: words(f, ".term").unlink(),
    "the terms cut": lambda f: cut(words(f, ".term")),
    "the terms overwritten": lambda f: flip(words(f, ".term")),
    "the postings overwritten": lambda f: flip(words(f, ".idx")),
    "the stored ids overwritten": lambda f: flip(words(f, ".store")),
    "the list of segments removed": lambda f: (f / "words/1/meta.json").unlink(),
}
_ASK = """
import sys
from pathlib import Path
from assistant.errors import IndexError_
from assistant.index import Index
from tests.fakes import HashedWords
from tests.index import making
try:
    with Index.open(Path(sys.argv[1]), embedder=HashedWords()) as index:
        print("answered", len(index.search_vectors(HashedWords().embed(["care"])[0], 2000)))
except IndexError_ as error:
    print(type(error).__name__, error)
"""


def ask(folder: Path) -> str:
    """In a process of its own: damaged vectors have ended the one that read them."""
    done = subprocess.run([sys.executable, "-c", _ASK, str(folder)], cwd=_REPO, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def found(folder: Path) -> tuple[int, int]:
    """How many papers words and vectors find; all but a few are all, for of many that are nearly alike Chroma's graph
    misses some now and then."""
    with Index.open(folder, embedder=HashedWords()) as index:
        hits = index.search_vectors(HashedWords().embed(["care"])[0], 2 * _MANY)
        near = len({hit.chunk.paper.id for hit in hits})
        return len(index.search_words("care", 2 * _MANY)), _MANY if near > 0.98 * _MANY else near


@pytest.mark.parametrize("damage", _DAMAGES.values(), ids=_DAMAGES.keys())
def test_damage_is_told_with_the_command_that_mends_it_and_mended_without_embedding(
    own: Path, damage: Callable[[Path], None]
) -> None:
    damage(own)
    said = ask(own)
    assert said.startswith("IndexDamaged the index in ")
    assert said.endswith(f"assistant doctor --repair --index {own}\n")
    (report,) = write(own, ("many", many(_MANY)), embedder=Spoiled())
    assert (counts(report), report.embedded, found(own)) == ({"unchanged": _MANY}, 0, (_MANY, _MANY))


def test_a_copy_is_whole_though_its_files_are_younger(own: Path) -> None:
    for path in own.rglob("*"):
        path.touch()
    assert found(own) == (_MANY, _MANY)


def test_papers_that_are_nearly_alike_are_no_damage_though_the_graph_does_not_lead_to_each(tmp_path: Path) -> None:
    write(tmp_path, ("many", many(600)), embedder=HashedWords(dim=256))
    (tmp_path / "seal.json").unlink()
    with Index.open(tmp_path, embedder=HashedWords(dim=256)) as index:
        assert len(index.search_words("care", 600)) == 600


def test_the_index_of_the_first_release_opens_without_kept_vectors(own: Path) -> None:
    import sqlite3

    with sqlite3.connect(own / "papers.sqlite") as connection:
        connection.execute("DROP TABLE kept")
    (own / "seal.json").unlink()
    assert found(own) == (_MANY, _MANY)
    shutil.rmtree(segment(own, "data_level0.bin").parent)
    with pytest.raises(IndexDamaged):
        found(own)
    (report,) = write(own, ("many", many(_MANY)))
    assert (report.embedded, found(own)) == (_MANY, (_MANY, _MANY))


def test_room_for_more_vectors_is_no_part_of_the_seal(tmp_path: Path) -> None:
    write(tmp_path, ("many", many(20)))  # Chroma writes whatever was in memory there, when it only reads too
    assert is_sealed(Layout(tmp_path), 1)
    flip(segment(tmp_path, "data_level0.bin"), 1.0)
    assert is_sealed(Layout(tmp_path), 1)


@pytest.mark.parametrize(("dim", "name"), [(32, "other"), (32, "hashed-words")], ids=["model", "dimension"])
def test_a_rebuild_with_another_model_that_was_not_finished_is_no_damage(tmp_path: Path, dim: int, name: str) -> None:
    write(tmp_path, ("many", many(260)))
    other = HashedWords(dim=dim, name=name)
    spoiled = SpoiledEmbedder(good=256, like=other)  # the vectors of the first batch are kept beside the old ones
    with IndexWriter.open(tmp_path, embedder=spoiled) as index:
        with pytest.raises(making.Spoiled):
            index.rebuild(progress=quiet)
        assert index.examine() is None
    with IndexWriter.open(tmp_path, embedder=other) as index:
        assert (index.rebuild(progress=quiet).embedded, index.examine()) == (4, None)
