"""Trains the embedded judge's weights on gold questions and prints their cross-validated quality.

    python benchmarks/train_judge.py INDEX GOLD_FOLDER [--write]

INDEX: an index of the papers the gold is about. GOLD_FOLDER: lists.jsonl, facts.jsonl (with `evidence`) and
unanswerable.jsonl. Needs scikit-learn. With --write the weights of assistant/answering/relevance.json are replaced.
Folds are by question. The features are the program's own functions: nothing is computed twice.
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

from assistant.answering.candidates import read_candidates
from assistant.answering.fact_sentences import read_sentences
from assistant.answering.features import Features, question_features
from assistant.answering.logistic import Logistic
from assistant.answering.planning import make_plan
from assistant.answering.query import read_query
from assistant.index import Index
from assistant.models.minilm import MiniLM
from assistant.retrieval import rank

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "answering" / "relevance.json"
_FOLDS = 6
_FALSE_REFUSALS = 0.05  # share of answerable questions that may be refused
Gold = dict[str, Any]  # a line of a gold file


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
    parser.add_argument("index", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    embedder = MiniLM()
    index = Index.open(args.index, embedder=embedder)
    lists, facts, unanswerable = (read(args.gold / f"{n}.jsonl") for n in ("lists", "facts", "unanswerable"))
    papers = {"list": _papers(lists, index, embedder), "fact": _papers(facts, index, embedder)}
    models = {f"paper_{kind}": fit(example) for kind, example in papers.items()}
    sentences = _sentences(facts, index, embedder, papers["fact"], models["paper_fact"])
    models["sentence"] = fit(sentences)
    questions = _questions([*lists, *facts], unanswerable, index, embedder, papers, models)
    models["question"] = fit(questions)
    threshold = _report_refusals(questions)
    if args.write:
        _write(models, threshold)


def read(path: Path) -> list[Gold]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def normal(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).lower()).strip()


def candidates_of(question: str, index: Index, embedder: MiniLM, model: Logistic | None) -> Any:
    plan = make_plan(question)
    ranked, _ = rank(plan, index=index, embedder=embedder)
    query = read_query(" ".join(plan.queries), index=index)
    return query, read_candidates(query, ranked[:100], model=model or Logistic(0.0, {"fused": 1.0}), index=index)


def _papers(gold: Sequence[Gold], index: Index, embedder: MiniLM) -> Example:
    """Partly relevant papers count neither way."""
    example = Example()
    for question in gold:
        relevant, partial = ({normal(t) for t in question.get(key, [])} for key in ("relevant", "partial"))
        _, candidates = candidates_of(question["question"], index, embedder, None)
        for c in candidates:
            title = normal(c.reading.paper.title)
            if title not in partial:
                example.add(c.features, title in relevant, question["id"])
    return example


def _sentences(gold: Sequence[Gold], index: Index, embedder: MiniLM, papers: Example, whole: Logistic) -> Example:
    """Labelled by whether they are the evidence; the papers' odds are those of a model that saw no fold of theirs."""
    example = Example()
    held_out = dict(_held_out_models(papers))
    for question in gold:
        evidence = [normal(e) for e in question["evidence"]]
        query, candidates = candidates_of(question["question"], index, embedder, held_out.get(question["id"], whole))
        for s in read_sentences(question["question"], query, candidates, embedder=embedder):
            text = normal(s.candidate.reading.sentence(s.place))
            example.add(s.features, any(text in e or e[:80] in text for e in evidence), question["id"])
    return example


def _questions(
    answerable: Sequence[Gold],
    unanswerable: Sequence[Gold],
    index: Index,
    embedder: MiniLM,
    papers: dict[str, Example],
    models: dict[str, Logistic],
) -> Example:
    example = Example()
    held_out = {**dict(_held_out_models(papers["list"])), **dict(_held_out_models(papers["fact"]))}
    for question in [*answerable, *unanswerable]:
        kind = "fact" if make_plan(question["question"]).kind in ("fact", "compare") else "list"
        model = held_out.get(question["id"], models[f"paper_{kind}"])
        query, found = candidates_of(question["question"], index, embedder, model)
        row = question_features(query, [c.features for c in found], [c.probability for c in found])
        example.add(row, bool(question["relevant"]), question["id"])
    return example


def fit(example: Example, rows: NDArray[np.bool_] | None = None) -> Logistic:
    """An L2-regularised logistic model (C = 0.1 on standardised features), the scaling folded into the weights."""
    x, y = example.matrix()
    x, y = (x, y) if rows is None else (x[rows], y[rows])
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=0.1, max_iter=2000).fit(scaler.transform(x), y)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return Logistic(bias, dict(zip(example.rows[0], map(float, weights), strict=True)))


def _held_out_models(example: Example) -> list[tuple[str, Logistic]]:
    """For each question a model fitted without its fold."""
    ids = list(dict.fromkeys(example.questions))
    fold = {q: int(hashlib.sha256(q.encode()).hexdigest(), 16) % _FOLDS for q in ids}
    mine = np.array([fold[q] for q in example.questions])
    models = {k: fit(example, mine != k) for k in set(fold.values())}
    return [(q, models[fold[q]]) for q in ids]


def _report_refusals(example: Example) -> float:
    """The threshold that refuses at most 5 % of the answerable questions, and what it refuses, cross-validated."""
    held_out = dict(_held_out_models(example))
    p = np.array([held_out[q].probability(r) for q, r in zip(example.questions, example.rows, strict=True)])
    y = np.array(example.labels)
    threshold = float(np.quantile(p[y], _FALSE_REFUSALS))
    refused = [q for q, value in zip(example.questions, p, strict=True) if value < threshold]
    print(f"threshold {threshold:.3f}: refused {len(refused)}: {' '.join(refused)}", file=sys.stderr)
    return threshold


def _write(models: dict[str, Logistic], threshold: float) -> None:
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
