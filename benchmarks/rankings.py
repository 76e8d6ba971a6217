"""What each part of the ranking brings, and the choice of its weights; on questions that may choose.

    python -m benchmarks.rankings --gold INDEX GOLD_FOLDER [--gold ...] --items INDEX COLLECTION [--items ...] [-n 200]

A line for each variant: mean average precision of the gold lists and the share of facts with all right papers among
the first three, for each index; nDCG@10 of each collection. Of a collection those n questions are taken that come first
by the SHA-256 of their ids: of queries_train.jsonl.gz where there is one, else of the half whose hash is even. A
variant is the program's own ranking with some of its constants set otherwise.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import fmean
from typing import Any
from unittest.mock import patch

from assistant.evaluation.measures.metrics import average_precision, ndcg
from assistant.index import Index
from assistant.index.words import reading as words
from assistant.models.minilm import MiniLM
from assistant.ports import Embedder
from assistant.retrieval import rank, ranking
from assistant.understanding.planner import plain_plan
from benchmarks.examples import Corpus, normal, open_corpus
from benchmarks.pairs import Question, known_items, train_questions
from benchmarks.reading import READER
from benchmarks.remembering import Remembering

_PLAIN: dict[str, Any] = {"_ONCE": 0.0, "_NEAR": 1e-9, "_FEEDBACK": 0.0}
_VARIANTS: Mapping[str, dict[str, Any]] = {
    "words alone": _PLAIN | {"_WORDS": 1.0},
    "vectors alone": _PLAIN | {"_WORDS": 0.0},
    "both": _PLAIN,
    "and each term once more (BM25+)": {"_NEAR": 1e-9, "_FEEDBACK": 0.0},
    "and far vectors count less": {"_FEEDBACK": 0.0},
    "and a second look: the ranking as it is": {},
    "title weight 0.25": {"_TITLE_WEIGHT": 0.25},
    "title weight 1": {"_TITLE_WEIGHT": 1.0},
    "words 0.4": {"_WORDS": 0.4},
    "words 0.6": {"_WORDS": 0.6},
    "second look 0.2": {"_FEEDBACK": 0.2},
    "second look 0.4": {"_FEEDBACK": 0.4},
    "near at 0.4": {"_NEAR": 0.4},
    "near at 0.6": {"_NEAR": 0.6},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", nargs=2, type=Path, action="append", metavar=("INDEX", "GOLD_FOLDER"), default=[])
    parser.add_argument("--items", nargs=2, type=Path, action="append", metavar=("INDEX", "COLLECTION"), default=[])
    parser.add_argument("-n", type=int, default=200)
    args = parser.parse_args()
    embedder = Remembering(MiniLM())
    gold = [open_corpus(index, folder, embedder) for index, folder in args.gold]
    items = [(Index.open(index, embedder=embedder), _questions(folder, args.n)) for index, folder in args.items]
    print("| ranking | " + " | ".join(str(p[1].name) for p in (*args.gold, *args.items)) + " |")
    for name, constants in _VARIANTS.items():
        with _set(constants):
            cells = [_of_gold(corpus, embedder) for corpus in gold]
            cells += [f"{_of_items(index, questions, embedder):.3f}" for index, questions in items]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


@contextmanager
def _set(constants: Mapping[str, Any]) -> Iterator[None]:
    with ExitStack() as stack:
        for name, value in constants.items():
            stack.enter_context(patch.object(ranking if hasattr(ranking, name) else words, name, value))
        yield


def _of_gold(corpus: Corpus, embedder: Embedder) -> str:
    lists = [
        average_precision(
            [t for t in _titles(g["question"], corpus.index, embedder, 100) if t not in _names(g["partial"])],
            _names(g["relevant"]),
        )
        for g in corpus.lists
    ]
    facts = [_names(g["relevant"]) <= set(_titles(g["question"], corpus.index, embedder, 3)) for g in corpus.facts]
    return f"{fmean(lists):.3f}, {fmean(facts):.2f}"


def _of_items(index: Index, questions: Sequence[Question], embedder: Embedder) -> float:
    ranked = [rank(plain_plan(q.text, READER.read(q.text)), index=index, embedder=embedder)[0][:10] for q in questions]
    return fmean(
        ndcg([r.paper.id for r in found], dict.fromkeys(q.papers, 1.0))
        for q, found in zip(questions, ranked, strict=True)
    )


def _questions(folder: Path, n: int) -> list[Question]:
    return train_questions(folder, n) if (folder / "queries_train.jsonl.gz").exists() else known_items(folder, n)


def _titles(question: str, index: Index, embedder: Embedder, k: int) -> list[str]:
    plan = plain_plan(question, READER.read(question))
    return [normal(r.paper.title) for r in rank(plan, index=index, embedder=embedder)[0][:k]]


def _names(titles: Sequence[str]) -> frozenset[str]:
    return frozenset(normal(title) for title in titles)


if __name__ == "__main__":
    main()
