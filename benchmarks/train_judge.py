"""Trains the embedded judge's weights on gold questions and on constructed pairs.

    python -m benchmarks.train_judge INDEX GOLD_FOLDER [INDEX GOLD_FOLDER ...] --pairs INDEX COLLECTION [--write]

INDEX: an index of the papers the gold is about. GOLD_FOLDER: lists.jsonl, facts.jsonl and unanswerable.jsonl.
COLLECTION: queries.jsonl.gz and qrels.tsv; INDEX before it: its corpus. Needs scikit-learn. With --write the weights of
assistant/answering/relevance.json are replaced. Folds are by question, whatever index it is asked over. The features
are the program's own functions: nothing is computed twice.
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
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.answering.candidates import Candidate, read_candidates
from assistant.answering.fact_sentences import Sentence, read_sentences
from assistant.answering.features import Features, presence_features, topic_features
from assistant.answering.logistic import Logistic
from assistant.answering.planning import plain_plan
from assistant.answering.query import Query, read_query
from assistant.index import Index
from assistant.models.minilm import MiniLM
from assistant.retrieval import rank
from assistant.types import RankedPaper
from benchmarks.pairs import read_questions, with_and_without

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "answering" / "relevance.json"
_FILES = ("lists", "facts", "unanswerable")
_FOLDS = 6
_OFF_TOPIC, _ABSENT = 0.04, 0.005  # shares of answerable questions that each of the two gates may refuse
_PAIRS = 300
# For lists six features do as well as ten (docs/evaluation.md); for facts all of them are needed.
_OF_LISTS = ("fused", "cosine_to_best", "feedback", "share", "share_in_sentence", "pairs")
Gold = dict[str, Any]  # a line of a gold file
Models = dict[str, Logistic]
_ANY = Logistic(0.0, {"fused": 1.0})  # where only the features are asked for


@dataclass(frozen=True)
class Corpus:
    """An index and the gold questions about its papers."""

    index: Index
    embedder: MiniLM
    lists: list[Gold]
    facts: list[Gold]
    unanswerable: list[Gold]

    def head(self, question: str) -> tuple[Query, list[RankedPaper]]:
        return head_of(question, self.index, self.embedder)

    def candidates(self, question: str, model: Logistic) -> tuple[Query, list[Candidate]]:
        query, head = self.head(question)
        return query, read_candidates(query, head, model=model, index=self.index)


def head_of(question: str, index: Index, embedder: MiniLM) -> tuple[Query, list[RankedPaper]]:
    """The question's terms and the papers that the judge would read."""
    plan = plain_plan(question)
    ranked, _ = rank(plan, index=index, embedder=embedder)
    return read_query(" ".join(plan.queries), index=index), ranked[:100]


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

    def only(self, names: Sequence[str]) -> "Example":
        return Example([{name: row[name] for name in names} for row in self.rows], self.labels, self.questions)

    def matrix(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        return np.array([list(row.values()) for row in self.rows]), np.array(self.labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", type=Path, metavar="INDEX GOLD_FOLDER")
    parser.add_argument("--pairs", nargs=2, type=Path, required=True, metavar=("INDEX", "COLLECTION"))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    embedder = MiniLM()
    corpora = [
        Corpus(Index.open(index, embedder=embedder), embedder, *(read(gold / f"{name}.jsonl") for name in _FILES))
        for index, gold in zip(args.places[::2], args.places[1::2], strict=True)
    ]
    lists, facts, sentences, topics = Example(), Example(), Example(), Example()
    for corpus in corpora:
        add_papers(lists, corpus.lists, corpus)
        add_papers(facts, corpus.facts, corpus)
        add_topics(topics, corpus)
    lists = lists.only(_OF_LISTS)
    models = {"paper_list": fit(lists), "paper_fact": fit(facts)}
    for corpus in corpora:
        add_sentences(sentences, corpus, held_out_models(facts))
    presences = presence_examples(Index.open(args.pairs[0], embedder=embedder), embedder, args.pairs[1])
    models |= {"sentence": fit(sentences), "topic": fit(topics), "presence": fit(presences)}
    gates = {"topic": threshold(topics, _OFF_TOPIC, "topic"), "presence": threshold(presences, _ABSENT, "presence")}
    if args.write:
        write(models, gates)


def read(path: Path) -> list[Gold]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def normal(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).lower()).strip()


def add_papers(example: Example, gold: Sequence[Gold], corpus: Corpus) -> None:
    """Partly relevant papers are taken as not relevant: left out, the probabilities would be too high by a sixth."""
    for question in gold:
        relevant = {normal(title) for title in question["relevant"]}
        for candidate in corpus.candidates(question["question"], _ANY)[1]:
            example.add(candidate.features, normal(candidate.reading.paper.title) in relevant, question["id"])


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


def add_topics(example: Example, corpus: Corpus) -> None:
    """Labelled by whether the corpus answers."""
    for gold in [*corpus.lists, *corpus.facts, *corpus.unanswerable]:
        query, head = corpus.head(gold["question"])
        papers = read_candidates(query, head, model=_ANY, index=corpus.index)
        example.add(topic_features(query, head, [c.features for c in papers]), bool(gold["relevant"]), gold["id"])


def presence_examples(index: Index, embedder: MiniLM, collection: Path) -> Example:
    """Labelled by whether the paper that the question is about is in the corpus."""
    example = Example()
    for question, corpus, present in with_and_without(index, read_questions(collection, _PAIRS)):
        query, head = head_of(question.text, corpus, embedder)
        first = read_candidates(query, head[:1], model=_ANY, index=corpus)[0]
        example.add(presence_features(query, head, first.features), present, question.id)
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


def held_out_models(example: Example) -> Models:
    """For each question a model that was fitted without its fold."""
    fold = {q: int(hashlib.sha256(q.encode()).hexdigest(), 16) % _FOLDS for q in example.questions}
    mine = np.array([fold[q] for q in example.questions])
    models = {k: fit(example, mine != k) for k in set(fold.values())}
    return {q: models[k] for q, k in fold.items()}


def threshold(example: Example, share: float, name: str) -> float:
    """The value that at most `share` of answerable questions stay under, by split conformal prediction.

    With n held-out probabilities of answerable questions it is the k-th smallest, k = floor(share * (n + 1)): a further
    question of their kind stays under it with a probability of at most `share` (Vovk, Gammerman and Shafer, 2005;
    Angelopoulos and Bates, 2023). Prints what it refuses.
    """
    held_out = held_out_models(example)
    p = np.array([held_out[q].probability(r) for q, r in zip(example.questions, example.rows, strict=True)])
    y = np.array(example.labels)
    k = int(share * (y.sum() + 1))
    value = float(np.sort(p[y])[max(k - 1, 0)])
    print(
        f"{name}: n={len(y)} AUROC {roc_auc_score(y, p):.3f}, threshold {value:.3f} refuses "
        f"{(p[y] < value).mean():.3f} of the answerable, {(p[~y] < value).mean():.3f} of the others",
        file=sys.stderr,
    )
    return value


def write(models: Models, gates: dict[str, float]) -> None:
    parts: dict[str, Any] = {
        name: {"bias": round(m.bias, 4), "weights": {k: round(w, 4) for k, w in m.weights.items()}}
        for name, m in models.items()
    }
    for name, value in gates.items():
        parts[name]["threshold"] = round(value, 4)
    version = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:8]
    _TARGET.write_text(json.dumps({"version": version, **parts}, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {_TARGET.name} {version}", file=sys.stderr)


if __name__ == "__main__":
    main()
