"""How long a search takes, in this checkout and in another, question by question in turn.

    python -m benchmarks.search_speed --against CHECKOUT INDEX...

One process for each checkout keeps the index open; each question goes to the one and then to the other, so that what
else the machine does falls on both. Embedding the question is measured apart. The first 100 papers have to be the same
papers with the same scores. Questions are titles of the index. Vectors made by hashing words (`--make`) cost
nothing to make, and are as many and as long as real ones.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import numpy as np

from assistant.ports import Embedder, Vectors

_ROUNDED = 2e-3  # of a score: cosines are stretched, and stored vectors rounded to 11 bits
_HERE = Path(__file__).resolve().parents[1]
_WORKER = """
import json, sys
from pathlib import Path
from time import perf_counter
from assistant.index import Index
from assistant.retrieval import rank
from assistant.types import Plan
sys.path.insert(0, sys.argv[2])  # the program of a checkout, the benchmarks of this one
from benchmarks.search_speed import AskedBefore, embedder_of

embedder = AskedBefore(embedder_of(Path(sys.argv[1])))
index = Index.open(Path(sys.argv[1]), embedder=embedder)
print(json.dumps([paper.title for _, paper in zip(range(51), index.list_papers())]), flush=True)
for line in sys.stdin:
    query = json.loads(line)
    started = perf_counter()
    embedder.embed_questions([query])
    embedded = perf_counter()
    ranked, _ = rank(Plan(query, "list", (query,)), index=index, embedder=embedder)
    head = ranked[:100]
    seconds = perf_counter() - embedded
    print(json.dumps([seconds, embedded - started, [[one.paper.id, one.score] for one in head]]), flush=True)
"""


class AskedBefore:
    """Satisfies `Embedder`. Questions are embedded once, so that embedding them can be measured apart."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dim, self.embed = embedder.name, embedder.dim, embedder.embed
        self._embedder, self._known = embedder, dict[str, Vectors]()

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        for text in texts:
            if text not in self._known:
                self._known[text] = self._embedder.embed_questions([text])[0]
        return np.stack([self._known[text] for text in texts])


def embedder_of(folder: Path) -> Embedder:
    """The embedder that an index was made with: the built-in one or one that hashes words."""
    if json.loads((folder / "manifest.json").read_text())["embedder"] == "hashed-words":
        from tests.fakes import HashedWords

        return HashedWords(dim=384)
    from assistant.models.minilm import MiniLM

    return MiniLM()


class Searcher:
    """A checkout that has an index open."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.titles: list[str] = self._answer()

    def __call__(self, question: str) -> tuple[float, float, list[tuple[str, float]]]:
        """Seconds of searching, seconds of embedding, and the first papers with their scores."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        seconds, embedding, head = self._answer()
        return seconds, embedding, [(paper, score) for paper, score in head]

    def _answer(self) -> list:  # type: ignore[type-arg]  # what the worker prints
        assert self._process.stdout
        return list(json.loads(self._process.stdout.readline()))


@contextmanager
def searcher(checkout: Path, index: Path) -> Iterator[Searcher]:
    process = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(index), str(_HERE)],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Searcher(process)
    finally:
        process.kill()
        process.wait()


def compare(index: Path, checkouts: Sequence[Path]) -> str:
    """A line of the table."""
    times: list[list[float]] = [[] for _ in checkouts]
    embedding: list[float] = []
    same = 0
    with ExitStack() as opened:
        asked = [opened.enter_context(searcher(checkout, index)) for checkout in checkouts]
        first, *questions = asked[0].titles
        for each in asked:
            each(first)  # imports, and the vectors are opened
        for question in questions:
            found = [each(question) for each in asked]
            for own, (seconds, _, _) in zip(times, found, strict=True):
                own.append(seconds * 1e3)
            embedding.append(found[0][1] * 1e3)
            same += all(_alike(head, found[0][2]) for _, _, head in found)
    spent = "  ".join(f"{median(own):7.1f}" for own in times)
    return f"{index.name:<20} {spent}  {median(embedding):9.1f}  {same} of {len(questions)}"


def _alike(one: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]]) -> bool:
    """The same papers in an order that scores rounded as float16 vectors round them cannot tell apart."""
    scores = [dict(one), dict(other)]
    common = scores[0].keys() & scores[1].keys()
    return len(common) >= len(one) - 1 and all(abs(scores[0][id] - scores[1][id]) < _ROUNDED for id in common)


def make(folder: Path, paths: Sequence[str]) -> None:
    """An index of these files with vectors made by hashing words."""
    from assistant.corpus import sources
    from assistant.index import IndexWriter
    from tests.fakes import HashedWords

    with IndexWriter.open(folder, embedder=HashedWords(dim=384)) as writer:
        writer.update_all(((read.name, read.entries) for read in sources(paths)), progress=lambda _: None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("indexes", nargs="+", type=Path, metavar="INDEX")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout, measured in turn")
    parser.add_argument("--make", nargs="+", metavar="PATH", help="first make INDEX of these files, by hashing words")
    options = parser.parse_args()
    if options.make:
        make(options.indexes[0], options.make)
    checkouts = [*([options.against.resolve()] if options.against else []), _HERE]
    names = "  ".join(f"{name:>7}" for name in (["against", "here"] if options.against else ["here"]))
    print(f"{platform.machine()}, {os.cpu_count()} CPUs; p50 in milliseconds")
    print(f"{'index':<20} {names}  embedding  same")
    for index in options.indexes:
        print(compare(index.resolve(), checkouts), flush=True)


if __name__ == "__main__":
    main()
