"""Trains the cross-encoder, from the embedding model's weights, on the written questions of the training part.

    python -m benchmarks.encoders.train_cross PACK OUT --minutes 57

First long lists with texts cut short, then whole abstracts and more of what they state. Writes cross.npz (int8) and
heads.npz into OUT, and tells its figures on the part for choosing. On two cores with AMX that is some 800 steps.
"""

import argparse
from pathlib import Path

import torch

from benchmarks.encoders.bert import make_bert, write_state
from benchmarks.encoders.cross import CrossEncoder, Examples, train_cross, write_heads
from benchmarks.encoders.data import DEVICE, Asked, Pack, read_pack
from benchmarks.encoders.embedder import nearest
from benchmarks.encoders.figures import of_cross
from benchmarks.encoders.train import say
from benchmarks.encoders.weights import from_onnx

_EMBEDDER = Path(__file__).resolve().parents[2] / "assistant" / "data" / "embedder.onnx"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=57)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    pack = read_pack(given.pack)
    state = {name: torch.tensor(value) for name, value in from_onnx(_EMBEDDER).items()}
    say(f"{DEVICE}: {len(pack.papers)} papers, {len(pack.asked['train'])} questions to learn from")
    parts = pack.asked
    both = _near(make_bert(state), pack, [*parts["train"], *parts["choose"]])
    near = {"train": both[: len(parts["train"])], "choose": both[len(parts["train"]) :]}
    say("neighbours found")
    examples = Examples(pack.asked["train"], pack.papers, near["train"], seed=0)
    model = CrossEncoder(make_bert(state, dropout=0.0)).to(DEVICE)  # one round of the questions: nothing to forget
    seconds = given.minutes * 60
    train_cross(model, examples, seconds=seconds * 0.7, limit=192, lists=8, pairs=16, rate=1e-4, say=say)
    train_cross(model, examples, seconds=seconds * 0.3, limit=256, lists=4, pairs=24, rate=5e-5, say=say)
    write_state(model.bert, given.out / "cross.npz")
    write_heads(model, given.out / "heads.npz")
    say(" ".join(f"{name}={value:.3f}" for name, value in of_cross(model, pack, near["choose"]).items()))


def _near(base: torch.nn.Module, pack: Pack, asked: list[Asked]) -> list[list[int]]:
    """The nearest papers of each question; of lists among those that were judged, for others may be right as well."""
    found = nearest(base, pack, asked, 400)
    return [
        [place for place in row if one.kind != "list" or pack.papers[place].judged][:60]
        for one, row in zip(asked, found, strict=True)
    ]


if __name__ == "__main__":
    main()
