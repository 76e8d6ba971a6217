"""Makes the int8 ONNX files that ship of what training wrote, and says how near they come to it.

python -m benchmarks.encoders.export OUT assistant/data     OUT: embedder.npz, or cross.npz and heads.npz
"""

import argparse
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from benchmarks.encoders.bert import BertModel, make_bert, mixed, read_state
from benchmarks.encoders.cross import CrossEncoder

_AXES = {0: "rows", 1: "tokens"}


class Embedder(nn.Module):
    """Unit rows of texts, as all-MiniLM-L6-v2 makes them."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        states = self.bert(input_ids=tokens, attention_mask=mask).last_hidden_state
        part = mask.unsqueeze(-1).to(states.dtype)
        return nn.functional.normalize((states * part).sum(1) / part.sum(1), dim=-1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--base", type=Path, help="base weights (int8), to mix the tuned embedder with")
    parser.add_argument("--share", type=float, default=0.7, help="of the tuned embedder, the rest of the base")
    given = parser.parse_args()
    if (given.out / "heads.npz").is_file():
        cross = CrossEncoder(make_bert(read_state(given.out / "cross.npz")))
        heads = {name: torch.tensor(value) for name, value in np.load(given.out / "heads.npz").items()}
        cross.load_state_dict(heads, strict=False)
        _write(cross.eval(), ("tokens", "mask", "types"), ("paper", "token"), given.target / "cross-encoder.onnx")
    if given.base:
        state = mixed(read_state(given.base), read_state(_whole(given.out / "embedder.npz")), given.share)
        _write(Embedder(make_bert(state)).eval(), ("tokens", "mask"), ("vectors",), given.target / "embedder.onnx")


def _write(model: nn.Module, inputs: tuple[str, ...], outputs: tuple[str, ...], path: Path) -> None:
    tokens = torch.randint(1000, 20000, (2, 16))
    example = {"tokens": tokens, "mask": torch.ones_like(tokens), "types": torch.zeros_like(tokens)}
    given = tuple(example[name] for name in inputs)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model, given, str(whole), input_names=list(inputs), output_names=list(outputs), opset_version=17,
            dynamic_axes=dict.fromkeys(inputs, _AXES) | {name: {0: "rows"} for name in outputs}, dynamo=False,
        )  # fmt: skip
        # 7 bits a weight: processors without VNNI overflow at 8
        quantize_dynamic(whole, path, per_channel=True, weight_type=QuantType.QInt8, reduce_range=True)
        near = [
            float(np.corrcoef(a.ravel(), b.ravel())[0, 1])
            for a, b in zip(_run(whole, inputs, given), _run(path, inputs, given), strict=True)
        ]
    print(f"{path.name}: {path.stat().st_size:,} bytes, sha256 {sha256(path.read_bytes()).hexdigest()}, {near}")


def _run(path: Path, names: tuple[str, ...], given: tuple[Tensor, ...]) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path))
    return session.run(None, {name: value.numpy() for name, value in zip(names, given, strict=True)})


def _whole(path: Path) -> Path:
    pieces = sorted(path.parent.glob(f"{path.name}.[0-9]*"))
    if pieces:
        path.write_bytes(b"".join(piece.read_bytes() for piece in pieces))
    return path


if __name__ == "__main__":
    main()
