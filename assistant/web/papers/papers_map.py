"""The map of the papers as HTML: what its script draws, and its topics as a list."""

import json
from collections.abc import Mapping

from assistant.exploring.map_keeper import Failed
from assistant.exploring.paper_map import PaperMap, Step
from assistant.types import Paper
from assistant.web.shell.html import bdi, button, element, text

_FEWEST = 5  # papers that a map says anything about


def map_html(made: PaperMap | Step | Failed, papers: Mapping[str, Paper]) -> str:
    """The map, how far its making is, or why there is none. `papers`: those of its dots."""
    if isinstance(made, Step):
        return _working(made)
    if isinstance(made, Failed):
        return _said("The map could not be drawn. The log of the server says why.")
    if len(made.dots) < _FEWEST:
        return _said("A map needs a few papers more.")
    parts = [_chart(made, papers), _topics(made)]
    return element("section", parts, class_="atlas", data_state="made", data_dots=_dots(made, papers))


def _said(words: str) -> str:
    return element("section", element("p", words, class_="found-none"), class_="atlas", data_state="none")


def _working(step: Step) -> str:
    counted = f" {step.done:,} of {step.total:,}" if step.total else ""
    bar = f'<progress max="{step.total}" value="{step.done}"></progress>' if step.total else "<progress></progress>"
    words = element("p", text(f"{step.words}{counted} …"), role="status")
    hint = element(
        "p", "This is done once, and again when papers change. You can go on meanwhile.", class_="atlas-hint"
    )
    return element("section", [words, bar, hint], class_="atlas atlas-working", data_state="working")


def _chart(made: PaperMap, papers: Mapping[str, Paper]) -> str:
    shown = f"{len(made.dots):,} papers"
    if len(made.dots) < made.papers:
        shown = f"{len(made.dots):,} of {made.papers:,} papers, evenly chosen"
    label = f"Map of {shown}: papers that are alike lie near each other. The topics are listed beside it."
    canvas = f'<canvas role="img" aria-label="{text(label)}"></canvas>'
    tip = '<a class="atlas-tip" hidden></a>'
    zoom = [
        button("Zoom in", "+", "atlas-zoom", data_zoom="1.6"),
        button("Zoom out", "−", "atlas-zoom", data_zoom="0.625"),
        button("The whole map", "⤢", "atlas-zoom", data_zoom="0"),
    ]
    said = element("p", text(f"{shown}. What is alike lies near."), class_="atlas-said", aria_hidden="true")
    return element("div", [canvas, tip, element("div", zoom, class_="atlas-zooms"), said], class_="atlas-chart")


def _topics(made: PaperMap) -> str:
    """The same without a picture: every topic leads to the list of its papers."""
    sizes = [len(made.of_topic(number)) for number in range(len(made.topics))]
    items = [
        element(
            "li",
            element(
                "a",
                [
                    element("span", "", class_="atlas-dot", style=f"--hue: {hue(number)}"),
                    element("span", bdi(", ".join(words)), class_="atlas-words"),
                    element("span", f"{sizes[number]:,}", class_="scope-count"),
                ],
                href=f"#papers/topic/{number}",
                data_topic=number,
                aria_label=f"{', '.join(words)}: {sizes[number]:,} papers",
            ),
        )
        for number, words in enumerate(made.topics)
        if words
    ]
    return element("nav", [element("h2", "Topics"), element("ol", items)], class_="atlas-topics", aria_label="Topics")


def hue(topic: int) -> int:
    """A colour for each topic, neighbouring numbers far apart (the golden angle)."""
    return round(172 + topic * 137.508) % 360


def _dots(made: PaperMap, papers: Mapping[str, Paper]) -> str:
    known = [dot for dot in made.dots if dot.paper in papers]
    return json.dumps(
        {
            "topics": [{"words": words[:2], "hue": hue(number)} for number, words in enumerate(made.topics)],
            "dots": [
                [dot.x, dot.y, dot.topic, dot.paper, papers[dot.paper].title or dot.paper, papers[dot.paper].date or ""]
                for dot in known
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
