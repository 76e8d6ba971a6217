"""The written questions, and which part each belongs to. `python -m benchmarks.questions` counts them."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_PARTS = ((70, "train"), (85, "choose"), (100, "test"))
FILES = tuple(sorted(path.stem for path in _FOLDER.glob("*.jsonl")))


def part_of(id: str) -> str:
    """train, choose or test, 70 / 15 / 15 by hash: of a paper's id, a conversation's, or an utterance's text."""
    place = int.from_bytes(sha256(id.encode()).digest()[:4], "big") % 100
    return next(part for end, part in _PARTS if place < end)


def read_lines(name: str, part: str | None = None) -> list[dict[str, Any]]:
    """The lines of one file, all or those of a part."""
    text = (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines() if line]
    return [row for row in rows if part in (None, part_of(row.get("id") or row["text"]))]
