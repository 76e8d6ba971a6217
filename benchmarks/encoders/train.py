"""Tunes the embedding model and trains the cross-encoder on the written questions of the training part.

    python -m benchmarks.encoders.train PACK OUT --seconds 420

Writes into OUT: the weights as int8 (embedder.npz and cross.npz, cut into pieces of 15 MiB), heads.npz, results.json.
"""

import argparse
import json
import time
from pathlib import Path

import torch

from benchmarks.encoders.bert import make_bert, mixed, read_state, write_state
from benchmarks.encoders.cross import CrossEncoder, train_cross, write_heads
from benchmarks.encoders.data import DEVICE, Asked, read_pack
from benchmarks.encoders.embedder import nearest, tune
from benchmarks.encoders.figures import of_cross, of_embedder

_BEGUN = time.time()


def say(text: str) -> None:
    print(f"[{time.time() - _BEGUN:6.1f}] {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=420, help="of training, both models together")
    parser.add_argument(
        "--warm", type=float, default=0.3, help="share of the cross-encoder's time on made-up questions"
    )
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
    say(f"steps: {tune(tuned, pack, seconds=given.seconds * 0.22, size=size, rate=3e-5, say=say)}")
    end = {name: value.detach() for name, value in tuned.state_dict().items()}
    begin = {name: value.detach() for name, value in base.state_dict().items()}
    for share in (0.3, 0.5, 0.7, 1.0):
        between = make_bert(mixed(begin, end, share))
        note(f"tuned {share}", of_embedder(between, pack, given.pack))
        if share == 0.5:
            chosen = between
    write_state(tuned, given.out / "embedder.npz")
    near = {
        "train": nearest(chosen, pack, pack.asked["train"], 80),
        "choose": nearest(base, pack, pack.asked["choose"], 41),
        "title": nearest(
            base, pack, [Asked("title", paper.title[:48] or [1], place) for place, paper in enumerate(pack.papers)], 30
        ),
    }
    say("neighbours found")
    cross = CrossEncoder(make_bert(mixed(begin, end, 0.5))).to(DEVICE)
    others, size = (3, 4) if given.tiny else (15, 48)
    steps = train_cross(
        cross, pack, near, seconds=given.seconds * 0.75, warm=given.warm, size=size, others=others, rate=8e-5, say=say
    )
    say(f"steps: {steps}")
    note("cross", of_cross(cross, pack, near["choose"]))
    write_state(cross.bert, given.out / "cross.npz")
    write_heads(cross, given.out / "heads.npz")
    for name in ("embedder.npz", "cross.npz"):
        _cut(given.out / name)
    say("done")


def _cut(path: Path, piece: int = 15 * 2**20) -> None:
    data = path.read_bytes()
    for start in range(0, len(data), piece):
        path.with_name(f"{path.name}.{start // piece}").write_bytes(data[start : start + piece])
    path.unlink()


if __name__ == "__main__":
    main()
