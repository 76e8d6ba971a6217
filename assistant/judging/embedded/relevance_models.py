"""Logistic models: with named weights, small enough to read, in relevance.json, written by benchmarks/train_judge.py;
and one over vectors, in stated.npz, written by benchmarks/train_stated.py.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from math import exp

import numpy as np
from numpy.typing import NDArray


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
class Stated:
    """Whether an abstract states what is asked. `weights`: of `stated_features`, in their order; `threshold`: P under
    which the assistant says that the abstracts do not state it.
    """

    weights: NDArray[np.float32]
    bias: float
    threshold: float

    def probability(self, features: NDArray[np.float32]) -> float:
        return _logistic(float(self.weights @ features) + self.bias)


@dataclass(frozen=True, slots=True)
class RelevanceModels:
    """`paper_list`, `paper_fact`: P(relevant). `sentence`: how well it answers. `topic`: the corpus speaks of it.
    `answerable`: a fact question is answered here. `stated`: these abstracts say what is asked.
    """

    version: str
    paper_list: Logistic
    paper_fact: Logistic
    sentence: Logistic
    topic: Gate
    answerable: Gate
    stated: Stated


def load_models() -> RelevanceModels:
    """The weights that ship."""
    read = json.loads(_file("relevance.json"))
    models = {name: Logistic(read[name]["bias"], read[name]["weights"]) for name in read if name != "version"}
    topic = Gate(models["topic"], read["topic"]["threshold"], read["topic"]["of_few"]["threshold"])
    answerable = Gate(models["answerable"], read["answerable"]["threshold"])
    vectors = _file("stated.npz")
    version = f"{read['version']}-{hashlib.sha256(vectors).hexdigest()[:8]}"
    papers = (models["paper_list"], models["paper_fact"])
    return RelevanceModels(version, *papers, models["sentence"], topic, answerable, _read_stated(vectors))


def _read_stated(file: bytes) -> Stated:
    arrays = dict(np.load(BytesIO(file)))
    return Stated(arrays["weights"].astype(np.float32), float(arrays["bias"]), float(arrays["threshold"]))


def _file(name: str) -> bytes:
    return (files("assistant.judging.embedded") / name).read_bytes()


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
