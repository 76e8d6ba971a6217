"""Prebuilt HTML as a component, its script, and what an event of it says.

Why: docs/decisions/0028-the-page-in-pieces.md
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import gradio as gr

JOINED = (
    '${value.join("")}'  # a list of HTML, of which only the changed items travel; inserted, never parsed as template
)

Update = dict[Any, Any]  # component to new value, as Gradio wants it


def prebuilt(value: str | list[str], elem_id: str, *, template: str = "${value}", script: str | None = None) -> gr.HTML:
    """HTML that Gradio inserts as it is; its own styling of prose stays out.

    `script`: the names of files of this package, each the body of a function that is called once with `element` and
    `trigger(event, data)`.
    """
    run = "\n".join(f"{{\n{asset(name)}\n}}" for name in script.split()) if script else None
    return gr.HTML(value, elem_id=elem_id, html_template=template, js_on_load=run, apply_default_css=False)


def asset(name: str) -> str:
    """The text of a style sheet or script of this package."""
    return _assets()[name].read_text(encoding="utf-8")


def styles() -> str:
    """Every style sheet of this package, that of the frame first."""
    names = sorted(name for name in _assets() if name.endswith(".css"))
    return "\n".join(asset(name) for name in sorted(names, key=lambda name: name != "page.css"))


@cache
def _assets() -> dict[str, Traversable]:
    """Style sheets and scripts by file name; they stand beside the Python of their view."""
    views = (folder for folder in files("assistant.web").iterdir() if folder.is_dir())
    return {entry.name: entry for folder in views for entry in folder.iterdir() if entry.name.endswith((".css", ".js"))}


def told(event: gr.EventData) -> Mapping[str, Any]:
    """What a script triggered the event with; foreign, so look before you use it. Empty where it said nothing."""
    data = event._data  # its attribute access fails where an event carries no data
    return data if isinstance(data, dict) else {}
