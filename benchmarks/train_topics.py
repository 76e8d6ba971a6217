"""Trains what tells the topic of a request for papers, and says how it does on the part for choosing.

    python -m benchmarks.train_topics [--write] [--test]

Learned from benchmarks/questions/topics.jsonl: the weights under which the topics that were marked are most probable
among all stretches of their questions' words. A topic counts as found where it is the one that was marked, word for
word; its overlap is the share of words that both have among those that either has.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from assistant.understanding import topic
from assistant.understanding.topic import ANY, NONE, features_of, span_scores, topic_in
from benchmarks.questions import read_lines

_TARGET = Path(topic.__file__).with_name("topic.npz")
_STRENGTH, _LEAST, _SMALLEST = 2.0, 2, 1e-3  # of the fit; words a feature must stand at; weights that stay
_ROUNDS = 120
_KEPT = 0.3  # more for each word inside: a search is spoiled less by a word too many than by one too few

Row = dict[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """The words of all questions one after the other, `starts` where each begins and the last ends; `parts`: what is
    seen of each word inside, at the beginning and at the end; `spans`: of each question the topic."""

    starts: Sequence[int]
    parts: Sequence[Any]
    spans: Sequence[Span | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="replace the weights that ship")
    parser.add_argument("--test", action="store_true", help="the last look: figures of the test part too")
    given = parser.parse_args()
    weights = fit(read_lines("topics", "train"))
    if given.write:
        values = np.array([*weights.values()], np.float16)
        np.savez_compressed(_TARGET, names=np.array([*weights]), weights=values)
        print(f"{_TARGET.name}: {_TARGET.stat().st_size:,} bytes, {len(weights):,} weights")
    for part in ("choose", "test") if given.test else ("choose",):
        rows = read_lines("topics", part)
        _tell(f"{part}, utterances", [row for row in rows if "id" not in row], weights)
        _tell(f"{part}, questions over papers", [row for row in rows if "id" in row], weights)


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """The weights of the features, by name; the penalty is that of a normal prior (Sarawagi and Cohen, NIPS 2004)."""
    seen = [[*features_of(row["text"].split())] for row in rows]
    counts = Counter(name for words in seen for word in words for part in word for name in part)
    names = [NONE, *sorted(name for name, count in counts.items() if count >= _LEAST)]
    place = {name: at for at, name in enumerate(names)}
    starts = [0, *np.cumsum([len(words) for words in seen]).tolist()]
    parts = [_matrix([word[part] for words in seen for word in words], place) for part in range(3)]
    marked = Marked(starts, parts, [span_of(row["text"].split(), row["topic"]) for row in rows])
    found = minimize(_loss, np.zeros(len(names)), (marked,), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    weights = dict(zip(names, found.x.tolist(), strict=True))
    weights[ANY] += _KEPT
    return {name: weight for name, weight in weights.items() if abs(weight) >= _SMALLEST}


def span_of(words: Sequence[str], marked: str) -> Span | None:
    """The first and the last word of the topic; None where there is none."""
    if not marked:
        return None
    start = " ".join(words).index(marked)
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    inside = [at for at, end in enumerate(ends) if end > start and end - len(words[at]) < start + len(marked)]
    return inside[0], inside[-1]


def _matrix(named: Sequence[Sequence[str]], place: dict[str, int]) -> Any:
    cells = [(row, place[name]) for row, names in enumerate(named) for name in names if name in place]
    return csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(named), len(place)))


def _loss(w: NDArray[np.float64], marked: Marked) -> tuple[float, NDArray[np.float64]]:
    """The negative logarithm of the probability of all marked topics, penalised, and its gradient."""
    scores = np.stack([part @ w for part in marked.parts])
    excess, none, loss = np.zeros_like(scores), 0.0, 0.0
    for start, end, span in zip(marked.starts, marked.starts[1:], marked.spans, strict=False):
        of_words, of_none, lost = _one(scores[:, start:end], w[0], span)
        excess[:, start:end], none, loss = of_words, none + of_none, loss + lost
    gradient = sum(part.T @ row for part, row in zip(marked.parts, excess, strict=True))
    gradient[0] += none
    return loss + float(w @ w) / (2 * _STRENGTH), gradient + w / _STRENGTH


def _one(scores: NDArray[np.float64], none: float, span: Span | None) -> tuple[NDArray[np.float64], float, float]:
    """Of one question how much more often each word is inside, begins and ends than was marked; the same of having no
    topic; and the loss."""
    spans = span_scores(*scores)
    highest = max(float(spans.max()), none)
    total = float(np.exp(spans - highest).sum() + np.exp(none - highest))
    chances, chance_of_none = np.exp(spans - highest) / total, float(np.exp(none - highest)) / total
    begins, ends = chances.sum(1), chances.sum(0)
    inside = np.cumsum(begins) - np.cumsum(ends) + ends
    excess = np.stack([inside, begins, ends])
    if span is None:
        return excess, chance_of_none - 1, highest + np.log(total) - none
    excess[0, span[0] : span[1] + 1] -= 1
    excess[1, span[0]] -= 1
    excess[2, span[1]] -= 1
    return excess, chance_of_none, highest + np.log(total) - float(spans[span])


def _tell(told: str, rows: Sequence[Row], weights: dict[str, float]) -> None:
    found = [topic_in(row["text"], weights) for row in rows]
    same = fmean(a == row["topic"] for a, row in zip(found, rows, strict=True))
    overlap = fmean(_overlap(a.split(), row["topic"].split()) for a, row in zip(found, rows, strict=True))
    print(f"{told}: {same:.3f} word for word, overlap {overlap:.3f} (n={len(rows)})")


def _overlap(some: Sequence[str], others: Sequence[str]) -> float:
    either = {*some, *others}
    return len({*some} & {*others}) / len(either) if either else 1.0


if __name__ == "__main__":
    main()
