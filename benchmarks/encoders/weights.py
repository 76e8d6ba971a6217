"""The weights of a BERT encoder as int8, with a scale for each row of a matrix. Needs no PyTorch."""

from collections.abc import Mapping

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
