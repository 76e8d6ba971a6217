"""Tunes the embedding model on the written questions of the training part.

    python -m benchmarks.encoders.train PACK OUT --seconds 51

Writes into OUT: the weights as int8 (embedder.npz, cut into pieces of 15 MiB) and results.json.
"""

import argparse
import json
import time
from pathlib import Path

import torch

from benchmarks.encoders.bert import make_bert, mixed, read_state, write_state
from benchmarks.encoders.data import DEVICE, read_pack
from benchmarks.encoders.embedder import tune
from benchmarks.encoders.figures import of_embedder

_BEGUN = time.time()


def say(text: str) -> None:
    print(f"[{time.time() - _BEGUN:6.1f}] {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=51, help="of training")
    parser.add_argument("--tiny", action="store_true", help="a few papers and steps: does it run at all")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    pack = read_pack(given.pack, most=2900 if given.tiny else None)
    say(f"{DEVICE}: {len(pack.papers)} papers, {len(pack.asked['train'])} questions to learn from")
    state = read_state(given.pack / "base.npz")
    results: dict[str, dict[str, float]] = {}

    def note(name: str, figures: dict[str, float]) -> None:
        results[name] = figures
        say(f"{name}: " + " ".join(f"{key}={value:.3f}" for key, value in figures.items()))
        (given.out / "results.json").write_text(json.dumps(results, indent=1))

    base = make_bert(state)
    note("base", of_embedder(base, pack, given.pack))
    tuned = make_bert(state)
    size = 16 if given.tiny else 512
    say(f"steps: {tune(tuned, pack, seconds=given.seconds, size=size, rate=3e-5, say=say)}")
    end = {name: value.detach() for name, value in tuned.state_dict().items()}
    begin = {name: value.detach() for name, value in base.state_dict().items()}
    for share in (0.3, 0.5, 0.7, 1.0):
        between = make_bert(mixed(begin, end, share))
        note(f"tuned {share}", of_embedder(between, pack, given.pack))
    write_state(tuned, given.out / "embedder.npz")
    _cut(given.out / "embedder.npz")
    say("done")


def _cut(path: Path, piece: int = 15 * 2**20) -> None:
    data = path.read_bytes()
    for start in range(0, len(data), piece):
        path.with_name(f"{path.name}.{start // piece}").write_bytes(data[start : start + piece])
    path.unlink()


if __name__ == "__main__":
    main()
