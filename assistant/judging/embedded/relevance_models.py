"""Logistic models with named weights, small enough to read, in relevance.json, written by benchmarks/train_judge.py."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import exp


@dataclass(frozen=True, slots=True)
class Logistic:
    bias: float
    weights: Mapping[str, float]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Raises KeyError where a feature of the model is missing: the two are made for each other."""
        return self.bias + sum(weight * features[name] for name, weight in self.weights.items())

    def probability(self, features: Mapping[str, float]) -> float:
        return _logistic(self.log_odds(features))


_FEW = 30  # papers of a corpus: it was learned over a dozen


@dataclass(frozen=True, slots=True)
class Gate:
    """A model of a question with the probability under which the assistant refuses; over few papers, which hold fewer
    of a question's words whether or not they are about it, with one of their own.
    """

    model: Logistic
    threshold: float
    of_few: float | None = None

    def limit(self, papers: int) -> float:
        """The threshold over so many papers."""
        return self.threshold if self.of_few is None or papers > _FEW else self.of_few


@dataclass(frozen=True, slots=True)
class RelevanceModels:
    """`paper_list`, `paper_fact`: P(relevant); `paper_read`: of a paper that was read with the question. `sentence`:
    how well it answers. `topic`: the corpus speaks of it. `answerable`: a fact question is answered here. `stated`: an
    abstract says what is asked.
    """

    version: str
    paper_list: Logistic
    paper_fact: Logistic
    paper_read: Logistic
    sentence: Logistic
    topic: Gate
    answerable: Gate
    stated: Gate


def load_models() -> RelevanceModels:
    """The weights that ship."""
    read = json.loads((files("assistant.judging.embedded") / "relevance.json").read_bytes())
    models = {name: Logistic(read[name]["bias"], read[name]["weights"]) for name in read if name != "version"}
    of_few = read["topic"]["of_few"]["threshold"]
    return RelevanceModels(
        read["version"],
        paper_list=models["paper_list"],
        paper_fact=models["paper_fact"],
        paper_read=models["paper_read"],
        sentence=models["sentence"],
        topic=Gate(models["topic"], read["topic"]["threshold"], of_few),
        answerable=Gate(models["answerable"], read["answerable"]["threshold"]),
        stated=Gate(models["stated"], read["stated"]["threshold"]),
    )


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
