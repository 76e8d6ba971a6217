"""From examples to the embedded judge's models, with the gates' thresholds. Knows no index."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.judging.embedded.relevance_models import Logistic
from benchmarks.examples import Examples

FOLDS = 6
_PENALTY = 0.1  # scikit-learn's C, on standardised features


@dataclass(frozen=True)
class Calibration:
    """A threshold, on how many questions it rests, and what it and others refuse."""

    threshold: float
    answerable: int
    others: int
    auroc: float
    curve: tuple[tuple[float, float, float], ...]  # threshold, share of the answerable refused, share of the others


def fold_of(question: str) -> int:
    """The fold of a question, the same over all corpora."""
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % FOLDS


def without(examples: Examples, fold: int | None) -> Examples:
    """The examples of the questions of the other folds; all where none is named."""
    kept = Examples()
    for row, label, question in zip(examples.rows, examples.labels, examples.questions, strict=True):
        if fold_of(question) != fold:
            kept.add(row, label, question)
    return kept


def fit(examples: Examples, names: Sequence[str]) -> Logistic:
    """An L2-regularised logistic model, the scaling folded into the weights."""
    x, y = examples.matrix(names), np.array(examples.labels)
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=_PENALTY, max_iter=2000).fit(scaler.transform(x), y)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return Logistic(bias, dict(zip(names, map(float, weights), strict=True)))


def held_out(examples: Examples, names: Sequence[str]) -> Mapping[str, Logistic]:
    """For each question a model that was fitted without its fold."""
    models = cache(lambda fold: fit(without(examples, fold), names))
    return {question: models(fold_of(question)) for question in dict.fromkeys(examples.questions)}


def calibrate(examples: Examples, names: Sequence[str], share: float) -> Calibration:
    """The value that at most `share` of answerable questions stay under, by split conformal prediction.

    With n held-out probabilities of answerable questions it is the k-th smallest, k = floor(share * (n + 1)): a further
    question of their kind stays under it with a probability of at most `share` (Vovk, Gammerman and Shafer, 2005;
    Angelopoulos and Bates, 2023).
    """
    models = held_out(examples, names)
    p = np.array([models[q].probability(r) for q, r in zip(examples.questions, examples.rows, strict=True)])
    return _calibrated(p, np.array(examples.labels), share)


def calibrate_with(model: Logistic, examples: Examples, share: float) -> Calibration:
    """The same of examples that the model was not fitted to."""
    return _calibrated(np.array([model.probability(row) for row in examples.rows]), np.array(examples.labels), share)


def _calibrated(p: NDArray[np.float64], y: NDArray[np.bool_], share: float) -> Calibration:
    k = int(share * (y.sum() + 1))
    threshold = float(np.sort(p[y])[max(k - 1, 0)])
    levels = sorted({0.0, *(float(np.quantile(p, q)) for q in np.linspace(0.02, 0.98, 25))})
    curve = tuple((v, float((p[y] < v).mean()), float((p[~y] < v).mean())) for v in levels)
    return Calibration(threshold, int(y.sum()), int((~y).sum()), float(roc_auc_score(y, p)), curve)
