"""A small index, and steps of a reader among papers."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from assistant.build import build_index
from assistant.settings import Settings

PAPERS = (
    {
        "id": "w",
        "title": "Counting Whales by Ear",
        "abstract": "We count whales by ear. The sea holds 345 of them.",
        "authors": ["Ada Núñez", "Bo Mouse"],
        "date": "2024-05-01",
        "categories": ["q-bio"],
        "url": "https://example.org/w",
    },
    {
        "id": "o",
        "title": "Owls at Night",
        "abstract": "Owls hunt mice at night. The data holds 20 owls.",
        "authors": ["Bo Mouse"],
        "date": "2024-07-02",
        "categories": ["q-bio", "cs.SD"],
    },
    {
        "id": "m",
        "title": "Of Mice",
        "abstract": "Mice are small animals that owls hunt. We film 12 mice.",
        "date": "2024-07-30",
        "categories": ["cs.CV"],
    },
    {
        "id": "c<b>",
        "title": "Cranes <img src=x onerror=alert(1)> in \u202eFlight",
        "abstract": "Cranes <script>alert(2)</script> fly far. [a](javascript:alert(3))",
        "authors": ["<b>Eve</b>"],
        "url": "javascript:alert(4)",
    },
)
FOXES = {"id": "f", "title": "Foxes at Dusk", "abstract": "Foxes bark at dusk. We hear 7 foxes.", "date": "2023-12-24"}
Visit = Callable[..., Page]


def small_index(folder: Path) -> Settings:
    """An index of two sources: four papers, and one more."""
    (folder / "animals.jsonl").write_text("\n".join(map(json.dumps, PAPERS)))
    (folder / "foxes.jsonl").write_text(json.dumps(FOXES))
    settings = Settings(index=folder / "index")
    build_index([folder / "animals.jsonl", folder / "foxes.jsonl"], settings, progress=lambda _: None)
    return settings


def look(page: Page, at: str = "papers") -> None:
    """Goes to an address within the page and waits until that is shown."""
    page.evaluate("at => { location.hash = at }", at)
    pane = {"map": "#map", "time": "#time", "paper": "#paper"}.get([*at.split("/"), ""][1], "#found")
    expect(page.locator(f"{pane} section, {pane} article").first).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator("#found .row-title").all_inner_texts()
