"""The table: every library in a process of its own, one after the other, over SciFact and over the saved listings.

    python -m benchmarks.peers SCIFACT LISTING... --gold lists.jsonl

SCIFACT: a folder with corpus.jsonl.gz, queries.jsonl.gz and qrels.tsv. Papers that a list may hold but need not are
left out of its ranking before it is scored. Below the table stands how far each library is from this project.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from assistant.evaluation.measures.intervals import paired_interval
from assistant.evaluation.measures.metrics import mean
from benchmarks.peers.libraries import LIBRARIES
from benchmarks.peers.tasks import Claims, Lists, Scores

_PACKAGES = "chromadb llama-index-core llama-index-retrievers-bm25 txtai haystack-ai bm25s numpy onnxruntime".split()
_SILENT = {"HAYSTACK_TELEMETRY_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False"}
_HEAD = """\
| | indexing, s | of it embedding | a question, ms: median | p95 | of it embedding | memory, MiB \
| SciFact nDCG@10 | recall@100 | lists MAP | recall@20 | MAP of bare topics |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


def run(name: str, tasks: Sequence[Path]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.peers.measuring", name, *map(str, tasks)]
    done = subprocess.run(command, env=os.environ | _SILENT, stdout=subprocess.PIPE, text=True, check=True)
    measured: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return measured


def row(name: str, measured: Mapping[str, Any], scores: Scores) -> str:
    whole, embedding = zip(*measured["questions"], strict=True)
    times = [1e3 * median(whole), 1e3 * quantiles(whole, n=20)[-1], 1e3 * median(embedding)]
    cells = [f"{seconds:.1f}" for seconds in (*measured["indexing"], *times)]
    cells += [f"{measured['memory']:.0f}", *(f"{mean(values):.3f}" for values in scores.values())]
    return " | ".join([f"| {name}", *cells]) + " |"


def difference(name: str, scores: Scores, ours: Scores) -> str:
    """Of a library to this project, question by question, with the interval of 95 %."""
    cells = []
    for figure, values in scores.items():
        apart = [theirs - own for theirs, own in zip(values, ours[figure], strict=True)]
        low, high = paired_interval(apart)
        cells.append(f"{mean(apart):+.3f} [{low:+.3f}, {high:+.3f}]")
    return " | ".join([f"| {name}", *cells]) + " |"


def machine() -> str:
    model = next(s.split(":")[1].strip() for s in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in s)
    place = f"{model}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f} at the start"
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"{datetime.now(UTC):%Y-%m-%d}, {place}; Python {platform.python_version()}, {packages}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scifact", type=Path, metavar="SCIFACT")
    parser.add_argument("listings", type=Path, nargs="+", metavar="LISTING")
    parser.add_argument("--gold", type=Path, required=True, metavar="FILE", help="the list questions")
    options = parser.parse_args()
    collections: list[Claims | Lists] = [Claims(options.scifact), Lists(options.listings, options.gold)]
    print(f"{machine()}\n\n{_HEAD}", flush=True)
    everyone: dict[str, Scores] = {}
    with TemporaryDirectory() as folder:
        tasks = [Path(folder) / f"{type(one).__name__}.json" for one in collections]
        for task, one in zip(tasks, collections, strict=True):
            task.write_text(json.dumps({"texts": one.texts, "questions": one.questions}), encoding="utf-8")
        for name in LIBRARIES:
            measured = run(name, tasks)
            parts = [one.scores(each["rankings"]) for one, each in zip(collections, measured, strict=True)]
            everyone[name] = parts[0] | parts[1]
            print(row(name, measured[0], everyone[name]), flush=True)
    ours, *others = everyone
    print(f"\n| less {ours} | {' | '.join(everyone[ours])} |\n|{'---|' * (1 + len(everyone[ours]))}")
    for name in others:
        print(difference(name, everyone[name], everyone[ours]))


if __name__ == "__main__":
    main()
