"""What a search and an answer take as an index grows, as the table of docs/evaluation.md.

    python -m benchmarks.search_curve INDEX...

A row for each index, in a process of its own: the median of `rank` in milliseconds over 41 titles of the index, without
embedding them; the same among about half of the papers by date, those of a category and those of a source, each time
others; `Assistant.ask` of a list and of a fact about a title, warm; `assistant ask` with all it starts; the most memory
the process had. Of an index whose vectors were made by hashing words (benchmarks/search_speed.py) nothing is asked.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from assistant import open_assistant
from assistant.index import Index
from assistant.ports import Embedder
from assistant.retrieval import rank
from assistant.types import Filters, Plan
from benchmarks.search_speed import AskedBefore, embedder_of

_TITLES, _ASKED = 41, 11
_COLUMNS = {
    "papers": "papers",
    "search": "search",
    "date": "by date",
    "category": "by category",
    "source": "by source",
    "list": "a list",
    "fact": "a fact",
    "cold": "`assistant ask`",
    "embedding": "embedding",
    "memory": "memory",
}
_UNITS = {"papers": "", "memory": " MB"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("indexes", nargs="+", type=Path, metavar="INDEX")
    parser.add_argument("--one", action="store_true", help="the figures of one index as JSON")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(dict(figures(options.indexes[0]))))
        return
    print(f"{platform.machine()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}\n")
    print(f"| {' | '.join(_COLUMNS.values())} |\n|{'---|' * len(_COLUMNS)}", flush=True)
    for index in options.indexes:
        command = [sys.executable, "-m", "benchmarks.search_curve", "--one", str(index)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        found = json.loads(done.stdout)
        print(f"| {' | '.join(_cell(name, found.get(name)) for name in _COLUMNS)} |", flush=True)


def _cell(name: str, figure: float | None) -> str:
    return "" if figure is None else f"{figure:,.0f}{_UNITS.get(name, ' ms')}"


def figures(folder: Path) -> Iterator[tuple[str, float]]:
    """By the names of the columns; seconds are milliseconds here."""
    embedder = embedder_of(folder)
    with Index.open(folder, embedder=embedder) as index:
        titles = [paper.title for paper in islice(index.list_papers(), 0, None, max(1, index.count() // _TITLES))]
        yield "papers", index.count()
        yield "embedding", _median(titles, lambda title: embedder.embed_questions([title]))
        yield "search", _searching(index, embedder, titles, [Filters()])
        for name, filters in _filters(index).items():
            yield name, _searching(index, embedder, titles, filters)
    if not embedder.name.startswith("hashed"):
        yield from _asking(folder, titles[1 : _ASKED + 1])
    yield "memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts in kilobytes


def _filters(index: Index) -> Mapping[str, Sequence[Filters]]:
    """Each question takes the next one, so that none is answered from what the one before left behind."""
    dates = [date for date in index.by_date().values() if date]
    middle = dates[len(dates) * 2 // 5 : len(dates) * 3 // 5]
    categories = Counter(category for entry in index.entries() for category in entry.categories)
    by = {
        "date": [Filters(since=date) for date in islice(middle, 0, None, max(1, len(middle) // _TITLES))],
        "category": [Filters(categories=(category,)) for category, _ in categories.most_common(7)],
        "source": [Filters(sources=(source,)) for source in index.sources()],
    }
    return {name: filters for name, filters in by.items() if filters}


def _searching(index: Index, embedder: Embedder, titles: Sequence[str], filters: Sequence[Filters]) -> float:
    each = cycle(filters)
    known = AskedBefore(embedder)
    known.embed_questions(titles)

    def search(title: str) -> None:
        ranked, _ = rank(Plan(title, "list", (title,), next(each)), index=index, embedder=known)
        ranked[:100]

    return _median(titles, search)


def _asking(folder: Path, titles: Sequence[str]) -> Iterator[tuple[str, float]]:
    assistant = open_assistant(str(folder))
    yield "list", _median([f"which papers are about {title}" for title in titles], assistant.ask)
    yield "fact", _median([f"what does the work on {title} show?" for title in titles], assistant.ask)
    command = [sys.executable, "-m", "assistant", "ask", "--index", str(folder)]
    yield "cold", _median(titles[:4], lambda title: subprocess.run([*command, title], capture_output=True))


def _median(texts: Sequence[str], what: Callable[[str], object]) -> float:
    """Milliseconds; the first is not counted: it opens what the others use."""
    times = []
    for text in texts:
        started = perf_counter()
        what(text)
        times.append(perf_counter() - started)
    return median(times[1:]) * 1e3


if __name__ == "__main__":
    main()
