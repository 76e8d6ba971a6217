"""Constructed pairs: a question over a corpus that holds the paper it is about, and over the same corpus without it."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from assistant.index import Index
from assistant.ports import Selection, Vectors
from assistant.types import Filters, Hit, PaperId

_MORE = 8  # hits fetched in place of those of the withheld paper


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    paper: PaperId


class Without(Index):
    """An index as if one paper had never been in it. Made from an open one, whose stores it shares."""

    def __init__(self, index: Index, paper: PaperId) -> None:
        self.__dict__.update(index.__dict__)
        self._withheld = paper

    def select(self, filters: Filters) -> Selection:
        return Selection(None)

    def search_words(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[tuple[PaperId, float]]:
        return [hit for hit in super().search_words(query, k + 1) if hit[0] != self._withheld][:k]

    def search_vectors(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> list[Hit]:
        hits = super().search_vectors(vector, k + _MORE)
        return [hit for hit in hits if hit.chunk.paper.id != self._withheld][:k]


def read_questions(folder: Path, limit: int) -> list[Question]:
    """Questions of a collection (queries.jsonl.gz, qrels.tsv) with one relevant paper, of the half that may be trained
    on: those whose id has an even SHA-256. In the order of that hash, so that any number of them is a fair sample.
    """
    relevant: dict[str, list[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, paper, grade = line.split("\t")[:3]
        if grade.isdigit() and int(grade) > 0:
            relevant.setdefault(question, []).append(paper)
    with gzip.open(folder / "queries.jsonl.gz", "rt", encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    rows = [(_hash(str(row["id"])), str(row["id"]), row["text"]) for row in read]
    chosen = sorted(row for row in rows if row[0] % 2 == 0 and len(relevant.get(row[1], [])) == 1)
    return [Question(id, text, relevant[id][0]) for _, id, text in chosen[:limit]]


def with_and_without(index: Index, questions: Sequence[Question]) -> Iterator[tuple[Question, Index, bool]]:
    for question in questions:
        yield question, index, True
        yield question, Without(index, question.paper), False


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
