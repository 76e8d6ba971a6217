"""What a list just leaves out, and why, folded."""

from collections.abc import Sequence

from assistant.types import Verdict
from assistant.web.shell.html import bdi, element, link


def near_html(near: Sequence[Verdict]) -> str:
    """Nothing where a list leaves nothing out."""
    if not near:
        return ""
    count = f"{len(near)} paper{'s' * (len(near) != 1)}"
    summary = element("summary", f"Not listed, but near: {count}")
    return element("details", [summary, element("ul", [_item(v) for v in near])], class_="near")


def _item(verdict: Verdict) -> str:
    paper = verdict.paper
    parts = [element("span", bdi(paper.title or paper.id), class_="title"), element("span", bdi(verdict.reason))]
    if paper.date:
        parts.append(element("span", bdi(paper.date)))
    return element("li", [*parts, link(paper.url, "Open the paper")])
