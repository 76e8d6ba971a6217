"""The model files that ship: opened only where they are the files they should be.

Why: docs/decisions/0065-eight-bits-where-they-are-summed-exactly.md
"""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import AssistantError

_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_PROBE_SHA256 = "d1f5299f31bc5b047227e3e043639d575b676ad54a0f70f14f7deb3431778b2b"


def shipped(name: str, sha256: str) -> Path:
    """The file of that name. Raises AssistantError where it is missing or another."""
    path = Path(str(files("assistant"))) / "data" / name
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
    if found != sha256:
        raise AssistantError(
            f"{path.name}, which ships with this program, is not the file it should be ({found[:12]})",
            hint="Install this program and its dependencies anew.",
        )
    return path


def open_model(name: str, sha256: str) -> Any:  # onnxruntime carries no types
    """A session that uses one thread: two cores on one text wait for each other."""
    return _session(shipped(name, sha256), exact=not _sums_exactly())


def open_tokenizer() -> Any:
    """MiniLM's, which neither pads nor cuts."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(shipped("minilm-tokenizer.json", _TOKENIZER_SHA256)))
    tokenizer.no_padding()  # the file has truncation and padding to 128 baked in
    tokenizer.no_truncation()
    return tokenizer


@cache
def _sums_exactly() -> bool:
    """Whether products of 8-bit numbers are right here: without VNNI the fast way adds them up in 16 bits."""
    session = _session(shipped("int8-probe.onnx", _PROBE_SHA256), exact=False)
    given = np.full((1, 64), 255, np.uint8)
    return bool((session.run(None, {"given": given})[0] == 64 * 255 * 127).all())


def _session(path: Path, *, exact: bool) -> Any:
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)  # it warns of missing GPUs on machines without any
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    if exact:
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
