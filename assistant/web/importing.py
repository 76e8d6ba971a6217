"""Imports in less than half of their time, which is most of the time until the page is up.

Why: docs/decisions/0068-the-page-is-up-in-five-seconds.md
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any


def import_gradio() -> None:
    """Imports Gradio without what it does at every import for those who develop it: for each component it brings a
    stub for editors in its own folder up to date, and renders the docstrings of its events from templates.

    Both functions are replaced before the first component is made; nothing that runs reads what they make. Does
    nothing where Gradio is imported already, as by a host that serves the page itself.
    """
    spec = find_spec("gradio")
    if "gradio" in sys.modules or spec is None or spec.loader is None:
        return
    sys.modules["gradio"] = gradio = module_from_spec(spec)  # its modules can be imported before it has run itself
    components: Any = import_module("gradio.component_meta")
    components.create_or_modify_pyi = _do_nothing
    components.EventListener.set_doc = _do_nothing
    spec.loader.exec_module(gradio)


def _do_nothing(*_: object, **__: object) -> None:
    pass


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's garbage collector: what is imported stays, and is not looked through again later either."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
