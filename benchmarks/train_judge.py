"""Trains the embedded judge's weights on gold questions and prints their cross-validated quality.

    python benchmarks/train_judge.py INDEX GOLD_FOLDER [INDEX GOLD_FOLDER ...] [--write]

INDEX: an index of the papers the gold is about. GOLD_FOLDER: lists.jsonl, facts.jsonl and unanswerable.jsonl.
Needs scikit-learn. With --write the weights of assistant/answering/relevance.json are replaced. Folds are by question,
whatever index it is asked over. The features are the program's own functions: nothing is computed twice.
"""

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from assistant.answering.candidates import Candidate, read_candidates
from assistant.answering.fact_sentences import Sentence, read_sentences
from assistant.answering.features import Features, question_features
from assistant.answering.logistic import Logistic
from assistant.answering.planning import make_plan
from assistant.answering.query import Query, read_query
from assistant.index import Index
from assistant.models.minilm import MiniLM
from assistant.retrieval import rank

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "answering" / "relevance.json"
_FILES = ("lists", "facts", "unanswerable")
_FOLDS = 6
_FALSE_REFUSALS = 0.05  # share of answerable questions that may be refused
Gold = dict[str, Any]  # a line of a gold file
Models = dict[str, Logistic]


@dataclass(frozen=True)
class Corpus:
    """An index and the gold questions about its papers."""

    index: Index
    embedder: MiniLM
    lists: list[Gold]
    facts: list[Gold]
    unanswerable: list[Gold]

    def candidates(self, question: str, model: Logistic) -> tuple[Query, list[Candidate]]:
        plan = make_plan(question)
        ranked, _ = rank(plan, index=self.index, embedder=self.embedder)
        query = read_query(" ".join(plan.queries), index=self.index)
        return query, read_candidates(query, ranked[:100], model=model, index=self.index)


@dataclass
class Example:
    """Rows of one model: features, labels, and the question each row belongs to."""

    rows: list[Features] = field(default_factory=list)
    labels: list[bool] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def add(self, row: Features, label: bool, question: str) -> None:
        self.rows.append(row)
        self.labels.append(label)
        self.questions.append(question)

    def matrix(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        return np.array([list(row.values()) for row in self.rows]), np.array(self.labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", type=Path, metavar="INDEX GOLD_FOLDER")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    embedder = MiniLM()
    corpora = [
        Corpus(Index.open(index, embedder=embedder), embedder, *(read(gold / f"{name}.jsonl") for name in _FILES))
        for index, gold in zip(args.places[::2], args.places[1::2], strict=True)
    ]
    papers = {"list": Example(), "fact": Example()}
    sentences, questions = Example(), Example()
    for corpus in corpora:
        add_papers(papers["list"], corpus.lists, corpus)
        add_papers(papers["fact"], corpus.facts, corpus)
    models = {f"paper_{kind}": fit(example) for kind, example in papers.items()}
    held_out = {**held_out_models(papers["list"]), **held_out_models(papers["fact"])}
    for corpus in corpora:
        add_sentences(sentences, corpus, held_out)
        add_questions(questions, corpus, held_out, models)
    models["sentence"], models["question"] = fit(sentences), fit(questions)
    threshold = report_refusals(questions)
    if args.write:
        write(models, threshold)


def read(path: Path) -> list[Gold]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def normal(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).lower()).strip()


def add_papers(example: Example, gold: Sequence[Gold], corpus: Corpus) -> None:
    """Partly relevant papers count neither way."""
    for question in gold:
        relevant, partial = ({normal(t) for t in question.get(key, [])} for key in ("relevant", "partial"))
        for candidate in corpus.candidates(question["question"], Logistic(0.0, {"fused": 1.0}))[1]:
            title = normal(candidate.reading.paper.title)
            if title not in partial:
                example.add(candidate.features, title in relevant, question["id"])


def add_sentences(example: Example, corpus: Corpus, held_out: Models) -> None:
    """A sentence is labelled by whether it is the evidence, where that is given, else by whether a relevant paper
    says there what the answer must contain. The papers' odds are those of a model that saw no fold of theirs."""
    for gold in corpus.facts:
        query, candidates = corpus.candidates(gold["question"], held_out[gold["id"]])
        for s in read_sentences(gold["question"], query, candidates, embedder=corpus.embedder):
            example.add(s.features, _is_evidence(s, gold), gold["id"])


def _is_evidence(sentence: Sentence, gold: Gold) -> bool:
    text = sentence.candidate.reading.sentence(sentence.place)
    if "evidence" in gold:
        return any(normal(text) in normal(e) or normal(e)[:80] in normal(text) for e in gold["evidence"])
    right = normal(sentence.candidate.reading.paper.title) in {normal(t) for t in gold["relevant"]}
    return right and any(part.lower() in text.lower() for part in gold["must_contain"])


def add_questions(example: Example, corpus: Corpus, held_out: Models, whole: Models) -> None:
    """Labelled by whether the corpus answers; each question sees a model of papers that did not see it."""
    for gold in [*corpus.lists, *corpus.facts, *corpus.unanswerable]:
        kind = "fact" if make_plan(gold["question"]).kind in ("fact", "compare") else "list"
        model = held_out.get(gold["id"], whole[f"paper_{kind}"])
        query, found = corpus.candidates(gold["question"], model)
        row = question_features(query, [c.features for c in found], [c.probability for c in found])
        example.add(row, bool(gold["relevant"]), gold["id"])


def fit(example: Example, rows: NDArray[np.bool_] | None = None) -> Logistic:
    """An L2-regularised logistic model (C = 0.1 on standardised features), the scaling folded into the weights."""
    x, y = example.matrix()
    x, y = (x, y) if rows is None else (x[rows], y[rows])
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=0.1, max_iter=2000).fit(scaler.transform(x), y)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return Logistic(bias, dict(zip(example.rows[0], map(float, weights), strict=True)))


def held_out_models(example: Example) -> Models:
    """For each question a model that was fitted without its fold."""
    fold = {q: int(hashlib.sha256(q.encode()).hexdigest(), 16) % _FOLDS for q in example.questions}
    mine = np.array([fold[q] for q in example.questions])
    models = {k: fit(example, mine != k) for k in set(fold.values())}
    return {q: models[k] for q, k in fold.items()}


def report_refusals(example: Example) -> float:
    """The threshold that refuses at most 5 % of the answerable questions, and what it refuses, cross-validated."""
    held_out = held_out_models(example)
    p = np.array([held_out[q].probability(r) for q, r in zip(example.questions, example.rows, strict=True)])
    threshold = float(np.quantile(p[np.array(example.labels)], _FALSE_REFUSALS))
    refused = [q for q, value in zip(example.questions, p, strict=True) if value < threshold]
    print(f"threshold {threshold:.3f}: refused {len(refused)}: {' '.join(refused)}", file=sys.stderr)
    return threshold


def write(models: Models, threshold: float) -> None:
    parts: dict[str, Any] = {
        name: {"bias": round(m.bias, 4), "weights": {k: round(w, 4) for k, w in m.weights.items()}}
        for name, m in models.items()
    }
    version = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:8]
    record = {"version": version, "threshold": round(threshold, 4), **parts}
    _TARGET.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {_TARGET.name} {version}", file=sys.stderr)


if __name__ == "__main__":
    main()
