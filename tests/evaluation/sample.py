"""The papers of the sample listing, read here by its plain layout: a title, a blank line, an abstract, a blank line."""

from functools import cache
from pathlib import Path

import assistant
from assistant.types import Paper


@cache
def sample_papers() -> tuple[Paper, ...]:
    listing = Path(assistant.__file__).parent / "data" / "sample-listing.txt"
    header, *blocks = [block.strip() for block in listing.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    assert header == "Daily Papers"
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    return tuple(Paper(id=f"p{n}", title=title, abstract=abstract) for n, (title, abstract) in enumerate(pairs))
