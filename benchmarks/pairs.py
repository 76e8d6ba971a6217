"""Constructed pairs: a question over a corpus that answers it, and over the same corpus without what answers it."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant.evaluation.asking.phrases import find_phrases
from assistant.index import Index
from assistant.ports import NearChunks, Selection, Vectors
from assistant.types import Filters, PaperId

_MORE = 8  # hits fetched in place of those of each withheld paper
_FEWEST, _MOST = 3, 40  # papers that share the phrase of a topic


@dataclass(frozen=True)
class Question:
    """A question and the papers that answer it."""

    id: str
    text: str
    papers: frozenset[PaperId]


class Without(Index):
    """An index as if some papers had never been in it. Made from an open one, whose stores it shares."""

    def __init__(self, index: Index, papers: Set[PaperId]) -> None:
        self.__dict__.update(index.__dict__)
        self._withheld = papers

    def select(self, filters: Filters) -> Selection:
        return Selection(None)

    def near_copies(self) -> dict[PaperId, PaperId]:
        return {}

    def search_words(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[tuple[PaperId, float]]:
        hits = super().search_words(query, k + len(self._withheld))
        return [hit for hit in hits if hit[0] not in self._withheld][:k]

    def nearest(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> NearChunks:
        found = super().nearest(vector, k + _MORE * len(self._withheld))
        return NearChunks.listed(islice(found.without(self._withheld), k))


def known_items(collection: Path, limit: int) -> list[Question]:
    """Questions of a collection (queries.jsonl.gz, qrels.tsv) with one relevant paper, of the half that may be trained
    on: those whose id has an even SHA-256. In the order of that hash, so that any number of them is a fair sample.
    """
    found = _read(collection, "queries.jsonl.gz", "qrels.tsv")
    return [q for q in found if _hash(q.id) % 2 == 0 and len(q.papers) == 1][:limit]


def train_questions(collection: Path, limit: int) -> list[Question]:
    """The training questions of a collection (queries_train.jsonl.gz, qrels_train.tsv), in the order of their hash."""
    return _read(collection, "queries_train.jsonl.gz", "qrels_train.tsv")[:limit]


def judged_questions(collection: Path) -> list[Question]:
    """All questions of a collection that have a relevant paper, for measuring. In the order of their hash."""
    return _read(collection, "queries.jsonl.gz", "qrels.tsv")


def _read(collection: Path, queries: str, judged: str) -> list[Question]:
    relevant: dict[str, set[PaperId]] = {}
    for line in (collection / judged).read_text(encoding="utf-8").splitlines():
        question, paper, grade = line.split("\t")[:3]
        if grade.isdigit() and int(grade) > 0:
            relevant.setdefault(question, set()).add(paper)
    with gzip.open(collection / queries, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = [Question(str(row["id"]), row["text"], frozenset(relevant.get(str(row["id"]), ()))) for row in rows]
    return sorted((q for q in found if q.papers), key=lambda q: _hash(q.id))


def topics(index: Index, limit: int) -> list[Question]:
    """Phrases of titles that some papers of an index share, as questions; in the order of their hash."""
    papers = list(index.list_papers())
    found = [p for p in find_phrases(papers) if _FEWEST <= len(p.places) <= _MOST]
    chosen = sorted(found, key=lambda phrase: _hash(phrase.words))[:limit]
    return [
        Question(p.words, f"Which papers deal with {p.words}?", frozenset(papers[place].id for place in p.places))
        for p in chosen
    ]


def with_and_without(index: Index, questions: Sequence[Question]) -> Iterator[tuple[Question, Index, bool]]:
    for question in questions:
        yield question, index, True
        yield question, Without(index, question.papers), False


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
