"""Logistic models small enough to read: named weights in relevance.json, written by benchmarks/train_judge.py."""

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
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.log_odds(features)))))


@dataclass(frozen=True, slots=True)
class RelevanceModels:
    """`paper_list`, `paper_fact`: P(relevant); `sentence`: how well it answers; `question`: P(answered here).

    `threshold`: of the question's probability, under which the assistant refuses.
    """

    version: str
    paper_list: Logistic
    paper_fact: Logistic
    sentence: Logistic
    question: Logistic
    threshold: float


def load_models() -> RelevanceModels:
    """The weights that ship."""
    read = json.loads((files("assistant") / "answering" / "relevance.json").read_text(encoding="utf-8"))
    parts = {name: Logistic(**read[name]) for name in ("paper_list", "paper_fact", "sentence", "question")}
    return RelevanceModels(version=read["version"], threshold=read["threshold"], **parts)
