"""What was begun and not finished is finished by the next run; nothing that is in is lost or embedded again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.index import Index, IndexWriter
from assistant.types import Record
from tests.fakes import HashedWords
from tests.index.making import Spoiled, SpoiledEmbedder, counts, many, quiet, write

_MANY = 600  # papers: two whole batches and a rest


def everything(folder: Path) -> list[tuple[str, str]]:
    """What words and vectors find of each paper when it is looked for by its own text."""
    with Index.open(folder, embedder=HashedWords(dim=256)) as index:
        found = []
        for paper in index.list_papers():
            words = index.search_words(paper.title.split()[-1], 2)
            vector = HashedWords(dim=256).embed([f"{paper.title}\n{paper.abstract}"])[0]
            hits = index.search_vectors(vector, 1, within={paper.id})
            found.append(([id for id, _ in words] == [paper.id], [round(hit.score, 4) for hit in hits] == [1.0]))
        return found


class Spoiled256(SpoiledEmbedder):
    def __init__(self, *, good: int) -> None:
        super().__init__(good=good)
        self.dim = 256


def test_an_embedder_that_fails_half_way_keeps_the_batches_before(tmp_path: Path) -> None:
    with pytest.raises(Spoiled):
        write(tmp_path, ("many", many(_MANY)), embedder=Spoiled256(good=400))
    with Index.open(tmp_path, embedder=HashedWords(dim=256)) as index:
        assert (index.count(), index.pending(), index.counts().chunks) == (_MANY, _MANY - 256, 256)
        assert len(index.search_words("care", _MANY)) == 256
    (report,) = write(tmp_path, ("many", many(_MANY)), embedder=Spoiled256(good=_MANY - 256))
    assert (counts(report), report.embedded) == ({"unchanged": _MANY}, _MANY - 256)
    assert everything(tmp_path) == [(True, True)] * _MANY


def test_a_failure_before_the_first_batch_leaves_no_index_to_read_and_loses_no_paper(tmp_path: Path) -> None:
    with pytest.raises(Spoiled):
        write(tmp_path, ("many", many(3)), embedder=Spoiled256(good=0))
    (report,) = write(tmp_path, ("other", [Record("other", 1, "Other", "Words.")]), embedder=HashedWords(dim=256))
    assert (counts(report), report.embedded, report.papers) == ({"new": 1}, 4, 4)


def test_what_a_rebuild_embedded_is_kept_whatever_comes_between_it_and_the_next(tmp_path: Path) -> None:
    write(tmp_path, ("many", many(300)))
    other = SpoiledEmbedder(good=300)
    other.name, other._good = "other", 270
    with pytest.raises(Spoiled), IndexWriter.open(tmp_path, embedder=other) as writer:
        writer.rebuild(progress=quiet)
    write(tmp_path, ("other", [Record("other", 1, "Other", "Words.")]))
    with IndexWriter.open(tmp_path, embedder=HashedWords()) as writer:
        assert writer.examine() is None
    other._good = 45
    with IndexWriter.open(tmp_path, embedder=other) as writer:
        assert writer.rebuild(progress=quiet).embedded == 45
        assert writer.examine() is None


_CHILD = """
import sys
from pathlib import Path
from tests.fakes import HashedWords
from tests.index.making import many
from assistant.index import IndexWriter

class Told(HashedWords):
    def __init__(self):
        super().__init__(dim=256)
        self.texts = 0

    def embed(self, texts):
        self.texts += len(texts)
        if self.texts > 300:  # in the second batch: say so, and go on only when told to
            print("embedding", flush=True)
            sys.stdin.readline()
        return super().embed(texts)

def tell(progress):
    print(progress.step, progress.done, flush=True)

with IndexWriter.open(Path(sys.argv[1]), embedder=Told()) as index:
    index.update("many", many(600), progress=tell)
"""


def test_a_killed_process_is_completed_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert any(line == "embedding\n" for line in child.stdout)
        child.send_signal(signal.SIGKILL)
    with Index.open(folder, embedder=HashedWords(dim=256)) as index:
        assert (index.count(), index.pending()) == (_MANY, _MANY - 256)
    write(folder, ("many", many(_MANY)), embedder=Spoiled256(good=_MANY - 256))
    assert everything(folder) == [(True, True)] * _MANY
