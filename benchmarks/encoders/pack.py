"""Gathers what training reads: abstracts, written questions, SciFact's training claims.

python -m benchmarks.encoders.pack PACK --shared DIR
"""

import argparse
import gzip
import json
import lzma
import random
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.text.sentences import sentence_spans
from benchmarks.questions import read_lines

_SEED = 7
_TOKENIZER = Path(__file__).resolve().parents[2] / "assistant" / "data" / "minilm-tokenizer.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--shared", type=Path, required=True, help="the measuring data")
    parser.add_argument("--abstracts", type=int, default=45_000, help="of other papers, as distractors")
    given = parser.parse_args()
    given.pack.mkdir(parents=True, exist_ok=True)
    shutil.copy(_TOKENIZER, given.pack / "tokenizer.json")
    _write(given.pack / "corpus.jsonl.xz", _corpus(given.shared, given.abstracts))
    _write(given.pack / "questions.jsonl.xz", [*read_lines("papers"), *read_lines("curt"), *read_lines("lists")])
    for name in ("corpus.jsonl.gz", "queries_train.jsonl.gz", "qrels_train.tsv"):
        shutil.copy(given.shared / "collections" / "scifact" / name, given.pack / f"scifact-{name}")


def _corpus(shared: Path, count: int) -> Iterator[dict[str, Any]]:
    """The papers that questions were written over, those that lists were judged over, others; cut into sentences."""
    with gzip.open(shared / "training" / "abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        asked = [json.loads(line) for line in lines]
    yield from asked
    with gzip.open(shared / "collections" / "hf_daily.jsonl.gz", "rt", encoding="utf-8") as lines:
        judged = [json.loads(line) for line in lines]
    yield from ({**_cut(paper), "judged": True} for paper in judged)
    known = {_key(paper["title"]) for paper in [*asked, *judged]}
    with gzip.open(shared / "scale" / "arxiv-100k.jsonl.gz", "rt", encoding="utf-8") as lines:
        others = [paper for paper in map(json.loads, lines) if _key(paper["title"]) not in known]
    for paper in random.Random(_SEED).sample(others, min(count, len(others))):
        yield _cut(paper)


def _cut(paper: dict[str, Any]) -> dict[str, Any]:
    abstract = " ".join(paper["abstract"].split())
    sentences = [abstract[start:end] for start, end in sentence_spans(abstract)]
    return {"id": paper["id"], "title": " ".join(paper["title"].split()), "sentences": sentences}


def _key(title: str) -> str:
    return re.sub(r"\W+", " ", title.lower()).strip()


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
