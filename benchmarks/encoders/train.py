"""Trains the cross-encoder from the embedding model that ships, and tunes that model with it as the teacher, on the
written questions of the training part.

    python -m benchmarks.encoders.train PACK OUT --seconds 300

The cross-encoder reads titles and sentences beside abstracts first, then the questions. Writes into OUT its weights
(cross.npz, float16, without the words, which stay the embedding model's), those of the tuned embedding model as int8
(embedder.npz), both cut into pieces of 15 MiB, and results.json, the figures on the part for choosing.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from benchmarks.encoders.bert import make_bert, mixed, write_state
from benchmarks.encoders.cross import CrossEncoder
from benchmarks.encoders.cross_training import train_cross
from benchmarks.encoders.data import DEVICE, Pack, read_pack
from benchmarks.encoders.embedder import embed_papers, nearest, nearest_to, teach, tune
from benchmarks.encoders.examples import Examples, Shape, token_weights
from benchmarks.encoders.figures import of_cross, of_embedder, of_second_look
from benchmarks.encoders.weights import from_onnx

_EMBEDDER = Path(__file__).resolve().parents[2] / "assistant" / "data" / "embedder.onnx"
_BEGUN = time.time()


def say(text: str) -> None:
    print(f"[{time.time() - _BEGUN:6.1f}] {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=300, help="of training")
    parser.add_argument("--most", type=int, help="papers of the pack that are read")
    parser.add_argument("--lists", type=int, default=64, help="lists of a step")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    pack = read_pack(given.pack, most=given.most)
    state = {name: torch.tensor(value) for name, value in from_onnx(_EMBEDDER).items()}
    say(f"{DEVICE}: {len(pack.papers)} papers, {len(pack.asked['train'])} questions to learn from")
    results: dict[str, dict[str, float]] = {}

    def note(name: str, figures: dict[str, float]) -> None:
        results[name] = figures
        say(f"{name}: " + " ".join(f"{key}={value:.3f}" for key, value in figures.items()))
        (given.out / "results.json").write_text(json.dumps(results, indent=1))

    base = make_bert(state)
    papers = embed_papers(base, pack)
    near = {part: _near(base, papers, pack, part) for part in ("train", "choose")}
    beside = np.array([row[1:] for row in nearest_to(papers, papers, 33)], np.int32)
    weights = token_weights(pack.papers, pack.tokenizer.get_vocab_size())
    say("neighbours found")
    note("base", of_embedder(base, pack, given.pack))

    cross = CrossEncoder(make_bert(state, dropout=0.1 if DEVICE == "cuda" else 0.0)).to(DEVICE)
    for made, share in ((True, 0.3), (False, 0.45)):
        shape = Shape(given.lists, others=7, pairs=0 if made else given.lists, made=made)
        steps = train_cross(
            cross, lambda seed: Examples(pack, near["train"], beside, weights, seed), shape,
            seconds=given.seconds * share, rate=1e-4, say=say,
        )  # fmt: skip
        say(f"steps: {steps}")
    _write_cross(cross, given.out)
    note("cross", of_cross(cross, pack, near["choose"]))
    note("second look", of_second_look(base, cross, pack, given.pack))

    taught = teach(cross, pack, near["train"])
    say("teacher has read")
    tuned = make_bert(state)
    size = 256 if DEVICE == "cuda" else 16
    say(f"steps: {tune(tuned, pack, taught, seconds=given.seconds * 0.25, size=size, rate=5e-5, say=say)}")
    end = {name: value.detach() for name, value in tuned.state_dict().items()}
    begin = {name: value.detach() for name, value in base.state_dict().items()}
    for share in (0.5, 0.75, 1.0):
        between = make_bert(mixed(begin, end, share))
        note(f"tuned {share}", of_embedder(between, pack, given.pack))
    write_state(tuned, given.out / "embedder.npz")
    _cut(given.out / "embedder.npz")
    say("done")


def _near(base: torch.nn.Module, papers: torch.Tensor, pack: Pack, part: str) -> list[list[int]]:
    """The nearest papers of each question; of lists among those that were judged, for others may be right as well."""
    found = nearest(base, papers, [one.tokens for one in pack.asked[part]], 400)
    return [
        [place for place in row if one.kind != "list" or pack.papers[place].judged][:60]
        for one, row in zip(pack.asked[part], found, strict=True)
    ]


def _write_cross(model: CrossEncoder, folder: Path) -> None:
    kept = {name: value for name, value in model.state_dict().items() if "word_embeddings" not in name}
    np.savez(folder / "cross.npz", **{name: value.detach().half().cpu().numpy() for name, value in kept.items()})
    _cut(folder / "cross.npz")


def _cut(path: Path, piece: int = 15 * 2**20) -> None:
    data = path.read_bytes()
    for start in range(0, len(data), piece):
        path.with_name(f"{path.name}.{start // piece}").write_bytes(data[start : start + piece])
    path.unlink()


if __name__ == "__main__":
    main()
