"""Gradio's theme, quiet and without any font to fetch; page.css does the rest."""

import gradio as gr

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """A theme whose font names are those of the reader's own system."""
    return gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=_SANS, font_mono=_MONO)
