"""Makes the int8 ONNX files that ship of what training wrote, and says how near they come to it.

python -m benchmarks.encoders.export OUT assistant/data [--share 0.75]
"""

import argparse
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from benchmarks.encoders.bert import BertModel, make_bert, mixed
from benchmarks.encoders.cross import CrossEncoder
from benchmarks.encoders.weights import from_int8, from_onnx

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


class Reader(nn.Module):
    """The cross-encoder's logits, in full precision."""

    def __init__(self, cross: CrossEncoder) -> None:
        super().__init__()
        self.cross = cross

    def forward(self, tokens: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        states = self.cross.bert(input_ids=tokens, attention_mask=mask, token_type_ids=types).last_hidden_state
        part = mask.unsqueeze(-1).to(states.dtype)
        return self.cross.paper((states * part).sum(1) / part.sum(1)), self.cross.token(states).squeeze(-1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("target", type=Path, help="has the embedding model that training began from")
    parser.add_argument("--share", type=float, default=0.75, help="of the tuned embedder, the rest of that model")
    given = parser.parse_args()
    base = {name: torch.tensor(value) for name, value in from_onnx(given.target / "embedder.onnx").items()}
    cross = CrossEncoder(make_bert(base))
    cross.load_state_dict({n: torch.tensor(v).float() for n, v in _whole(given.out, "cross.npz").items()}, strict=False)
    _write(Reader(cross).eval(), ("tokens", "mask", "types"), ("paper", "token"), given.target / "cross-encoder.onnx")
    tuned = {name: torch.tensor(value) for name, value in from_int8(_whole(given.out, "embedder.npz")).items()}
    embedder = Embedder(make_bert(mixed(base, tuned, given.share)))
    _write(embedder.eval(), ("tokens", "mask"), ("vectors",), given.target / "embedder.onnx")
    (given.target / "int8-probe.onnx").write_bytes(_probe().SerializeToString())


def _probe() -> onnx.ModelProto:
    """A product of matrices whose sums overflow 16 bits: where a processor's are wrong, so would the models' be."""
    weights = onnx.numpy_helper.from_array(np.full((64, 16), 127, np.int8), "weights")
    given = onnx.helper.make_tensor_value_info("given", onnx.TensorProto.UINT8, [1, 64])
    found = onnx.helper.make_tensor_value_info("found", onnx.TensorProto.INT32, [1, 16])
    node = onnx.helper.make_node("MatMulInteger", ["given", "weights"], ["found"])
    graph = onnx.helper.make_graph([node], "probe", [given], [found], [weights])
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)


def _write(model: nn.Module, inputs: tuple[str, ...], outputs: tuple[str, ...], path: Path) -> None:
    tokens = torch.randint(1000, 20000, (2, 16))
    example = {"tokens": tokens, "mask": torch.ones_like(tokens), "types": torch.zeros_like(tokens)}
    given = tuple(example[name] for name in inputs)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model, given, str(whole), input_names=list(inputs), output_names=list(outputs), opset_version=17,
            dynamic_axes=dict.fromkeys(inputs, _AXES) | dict.fromkeys(outputs, _AXES), dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, path, per_channel=True, weight_type=QuantType.QInt8)
        near = [
            float(np.corrcoef(a.ravel(), b.ravel())[0, 1])
            for a, b in zip(_run(whole, inputs, given), _run(path, inputs, given), strict=True)
        ]
    print(f"{path.name}: {path.stat().st_size:,} bytes, sha256 {sha256(path.read_bytes()).hexdigest()}, {near}")


def _run(path: Path, names: tuple[str, ...], given: tuple[Tensor, ...]) -> list[NDArray[np.float32]]:
    session = onnxruntime.InferenceSession(str(path))
    found: list[NDArray[np.float32]] = session.run(None, {n: v.numpy() for n, v in zip(names, given, strict=True)})
    return found


def _whole(folder: Path, name: str) -> dict[str, NDArray[np.generic]]:
    """The arrays of a file that was cut into pieces."""
    pieces = sorted(folder.glob(f"{name}.[0-9]"))
    return dict(np.load(BytesIO(b"".join(piece.read_bytes() for piece in pieces))))


if __name__ == "__main__":
    main()
