"""The comparison with other libraries: how rankings are scored, and this project's own row."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.peers.libraries import Text, this_project
from benchmarks.peers.tasks import Claims, Lists

_TEXTS = [
    Text("1", "Crows", "Crows recognise human faces and remember them for years."),
    Text("2", "Sourdough", "Sourdough rises by wild yeast and lactic acid bacteria."),
    Text("3", "Glaciers", "Glaciers in the Alps lost a tenth of their ice in two years."),
]


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return path


def test_this_project_ranks_first_what_a_question_is_about(tmp_path: Path) -> None:
    search = this_project(_TEXTS, tmp_path)
    firsts = [search(question)[0] for question in ("which papers study ice in the Alps", "crows remember faces")]
    assert firsts == ["3", "1"]


def test_a_paper_that_may_be_listed_neither_helps_nor_harms(tmp_path: Path) -> None:
    listing = _write(tmp_path / "papers.jsonl", [text._asdict() for text in _TEXTS])
    one = {"question": "Which papers are about animals?", "relevant": ["Crows"], "partial": ["Sourdough"]}
    lists = Lists([listing], _write(tmp_path / "lists.jsonl", [one]))
    assert lists.questions == ["Which papers are about animals?", "animals"]
    found = lists.scores([["sourdough", "crows", "glaciers"], ["glaciers", "crows"]])
    assert found == {"MAP": [1.0], "recall@20": [1.0], "MAP of bare topics": [0.5]}


def test_claims_are_scored_by_the_papers_that_are_judged_relevant(tmp_path: Path) -> None:
    _write(tmp_path / "corpus.jsonl.gz", [text._asdict() for text in _TEXTS])
    _write(tmp_path / "queries.jsonl.gz", [{"id": 7, "text": "Crows know faces."}, {"id": 8, "text": "Nobody judged."}])
    (tmp_path / "qrels.tsv").write_text("query\tpaper\tscore\n7\t1\t1\n7\t2\t0\n", encoding="utf-8")
    claims = Claims(tmp_path)
    assert (claims.questions, claims.texts[0]) == (["Crows know faces."], tuple(_TEXTS[0]))
    assert claims.scores([["1", "2"]]) == {"nDCG@10": [1.0], "recall@100": [1.0]}
    assert claims.scores([["2", "3"]]) == {"nDCG@10": [0.0], "recall@100": [0.0]}
