"""What the first question after a change pays for the vectors that are compared in memory.

    python -m benchmarks.gathering INDEX

A row for each number of papers that came since: the median of bringing vectors up to date and that of gathering all
anew, one after the other in turn, in milliseconds of wall and of processor time. Both have to give the same. Changes
nothing in the index: the state before is the one without the papers that came last.
"""

import argparse
import os
import platform
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

from assistant.index.layout import Layout, read_manifest
from assistant.index.store.queries import digests
from assistant.index.store.tables import connect
from assistant.index.vectors.bringing_up import brought_up
from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.gathering import bring_up, gather

_TURNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, metavar="INDEX")
    layout = Layout(parser.parse_args().index)
    manifest, connection = read_manifest(layout), connect(layout)
    now = digests(connection)
    whole = gather(connection, manifest)
    assert whole, "its vectors were not kept, or there are too many"
    print(
        f"{platform.machine()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}; {len(now):,} papers, milliseconds"
    )
    print("| papers since | brought up | anew | the same in processor time |\n|---|---|---|---|")
    for new in (0, 1, 256, 2_560):
        early = dict([*now.items()][: len(now) - new])
        before = brought_up(whole, early, lambda _: ([], np.empty((0, manifest.dim), np.float32)))
        times: list[list[tuple[float, float]]] = [[], []]
        for _ in range(_TURNS):
            found = [
                _timed(lambda: bring_up(connection, manifest, before, digests(connection)), times[0]),  # noqa: B023  # called at once
                _timed(lambda: gather(connection, manifest), times[1]),
            ]
            assert _rows(found[0]) == _rows(found[1])
        (up, up_cpu), (anew, anew_cpu) = (map(median, zip(*each, strict=True)) for each in times)
        print(f"| {new:,} | {up:,.0f} | {anew:,.0f} | {up_cpu:,.0f} and {anew_cpu:,.0f} |", flush=True)


def _timed(what: Callable[[], ComparedVectors | None], times: list[tuple[float, float]]) -> ComparedVectors:
    wall, processor = perf_counter(), process_time()
    made = what()
    times.append(((perf_counter() - wall) * 1e3, (process_time() - processor) * 1e3))
    assert made
    return made


def _rows(made: ComparedVectors) -> list[object]:
    vectors = made.vectors.take(np.arange(len(made.owners)))
    return [made.papers, made.digests, made.owners.tobytes(), made.ordinals.tobytes(), hash(vectors.tobytes())]


if __name__ == "__main__":
    main()
