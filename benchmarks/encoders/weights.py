"""The weights of a BERT encoder as int8, with a scale for each row of a matrix. Needs no PyTorch."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]


def to_int8(state: Mapping[str, NDArray[np.floating]]) -> Arrays:
    """Matrices as `q:NAME` (int8) and `s:NAME` (scales), symmetric; vectors as `f:NAME`; names as in transformers."""
    packed: Arrays = {}
    for name, value in state.items():
        if "position_ids" in name or "pooler" in name:
            continue
        if value.ndim == 2:
            scale = np.abs(value).max(axis=1, keepdims=True).astype(np.float32) / 127
            scale[scale == 0] = 1e-8
            packed[f"q:{name}"] = np.clip(np.round(value / scale), -127, 127).astype(np.int8)
            packed[f"s:{name}"] = scale
        else:
            packed[f"f:{name}"] = value.astype(np.float32)
    return packed


def from_int8(packed: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
    """What `to_int8` was given, as near as int8 holds it."""
    state = {}
    for key, value in packed.items():
        kind, name = key.split(":", 1)
        if kind == "q":
            state[name] = value.astype(np.float32) * packed[f"s:{name}"].astype(np.float32)
        elif kind == "f":
            state[name] = value.astype(np.float32)
    return state


def from_onnx(path: Path) -> dict[str, NDArray[np.float32]]:
    """The weights of an encoder that `export` wrote, by their names in transformers, as near as its int8 holds them."""
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(path).graph
    kept = {tensor.name: to_array(tensor) for tensor in graph.initializer}
    state = {name[5:]: value for name, value in kept.items() if name.startswith("bert.") and value.ndim == 1}
    for name in [name for name in kept if name.startswith("bert.embeddings.") and name.endswith("_quantized")]:
        state[name[5:-10]] = _floats(kept, name[:-10])
    for node in graph.node:
        for given in node.input:
            if found := re.fullmatch(r"(onnx::MatMul_\d+)_quantized", given):
                layer = re.fullmatch(r"/bert/(encoder/.*)/MatMul\w*", node.name)
                assert layer, node.name
                state[f"{layer[1].replace('/', '.')}.weight"] = _floats(kept, found[1]).T.copy()
    return {name: value.astype(np.float32) for name, value in state.items() if value.size > 1}


def _floats(kept: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    whole, scale, zero = (kept[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "scale", "zero_point"))
    return (whole - zero) * scale
