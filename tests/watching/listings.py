"""Two listings, one after the other, of papers of the sample; and an index of the first."""

import json
from pathlib import Path

from assistant.build import SAMPLE
from assistant.corpus import read_bytes
from assistant.types import Record

QUESTION = "Which papers address long-tailed classification?"
OLD = (
    "Inducing Neural Collapse in Deep Long-tailed Learning",
    "Making Reliable and Flexible Decisions in Long-tailed Classification",
    "When Noisy Labels Meet Long Tail Dilemmas: A Representation Calibration Method",
)
NEW = (
    "Long-tailed Classification from a Bayesian-decision-theory Perspective",
    "Self-Supervised Aggregation of Diverse Experts for Test-Agnostic Long-Tailed Recognition",
)
_URL = "https://example.org/p?a=1&b=2"
_OTHERS = 40  # papers on other things, half of them in each listing


def write(folder: Path) -> tuple[Path, Path]:
    with SAMPLE.open("rb") as file:
        records = [entry for entry in read_bytes(file, source="sample") if isinstance(entry, Record)]
    by_title = {record.title: record for record in records}
    others = [r for r in records if "tail" not in f"{r.title} {r.abstract}".lower()][:_OTHERS]
    first = [*(by_title[title] for title in OLD), *others[: _OTHERS // 2]]
    second = [*(by_title[title] for title in NEW), *others[_OTHERS // 2 :]]
    return _written(folder / "first.jsonl", first), _written(folder / "second.jsonl", second)


def _written(path: Path, records: list[Record]) -> Path:
    lines = [
        {"id": f"s-{r.line}", "title": r.title, "abstract": r.abstract, "authors": ["Ann Lee"], "url": _URL}
        for r in records
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path
