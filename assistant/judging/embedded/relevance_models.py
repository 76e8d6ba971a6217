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
class Gate:
    """A model of a question with the probability under which the assistant refuses."""

    model: Logistic
    threshold: float


@dataclass(frozen=True, slots=True)
class RelevanceModels:
    """`paper_list`, `paper_fact`: P(relevant). `sentence`: how well it answers. `topic`: the corpus speaks of it.
    `answerable`: a fact question is answered here.
    """

    version: str
    paper_list: Logistic
    paper_fact: Logistic
    sentence: Logistic
    topic: Gate
    answerable: Gate


def load_models() -> RelevanceModels:
    """The weights that ship."""
    read = json.loads((files("assistant.judging.embedded") / "relevance.json").read_text(encoding="utf-8"))
    models = {name: Logistic(read[name]["bias"], read[name]["weights"]) for name in read if name != "version"}
    topic, answerable = (Gate(models[name], read[name]["threshold"]) for name in ("topic", "answerable"))
    return RelevanceModels(
        read["version"], models["paper_list"], models["paper_fact"], models["sentence"], topic, answerable
    )
