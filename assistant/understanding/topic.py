"""The topic of a request for papers: of "2 papers about agents pls" it is "agents".

Every stretch of the question's words has a score: the sum of the weights of its words, of where it begins and of where
it ends. The stretch with the highest score is the topic, unless having none scores higher still. The weights were
learned: `python -m benchmarks.train_topics`.

Why: docs/decisions/0071-the-topic-is-learned.md
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NONE, ANY = "none", "inside: "  # the feature of having no topic, and that of any word inside
_NUMBER = re.compile(r"\d+")
_EDGE = " \t?.!,;:\"“”'"
_NEAR_EDGE, _LONG, _ENDING, _MOST = 5, 8, 3, 60  # words, letters, letters; words that are looked at


class Features(NamedTuple):
    """What is looked at of a word that is in the topic, that begins it, that ends it."""

    inside: list[str]
    begins: list[str]
    ends: list[str]


def topic_of(question: str) -> str:
    """What the papers are to be about; the whole question where no words say so."""
    return topic_in(question, _weights()) or question


def names_topic(question: str) -> bool:
    """Whether any words of it say so."""
    return bool(topic_in(question, _weights()))


def topic_in(question: str, weights: Mapping[str, float]) -> str:
    """The same; "" where no words say so."""
    words = question.split()[:_MOST]
    if not words:
        return ""
    rows = [[sum(weights.get(name, 0.0) for name in part) for part in word] for word in features_of(words)]
    scores = span_scores(*np.array(rows).T)
    first, last = divmod(int(scores.argmax()), len(words))
    if scores[first, last] <= weights.get(NONE, 0.0):
        return ""
    return " ".join([*words[first : last + 1], *question.split()[_MOST:]]).strip(_EDGE)


def span_scores(
    inside: NDArray[np.float64], begins: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of words with these scores, each of shape (n,), the scores of the stretches from one word to another, (n, n)."""
    before = np.concatenate([[0.0], np.cumsum(inside)])
    scores: NDArray[np.float64] = before[None, 1:] - before[:-1, None] + begins[:, None] + ends[None, :]
    scores[np.tril_indices(len(inside), -1)] = -np.inf
    return scores


def features_of(words: Sequence[str]) -> Iterator[Features]:
    plain = [_NUMBER.sub("0", word.lower().strip(_EDGE)) for word in words]
    padded = ["<<", "<", *plain, ">", ">>"]
    marks = ["<", *(word[-1] if word[-1] in _EDGE else "" for word in words)]
    for at in range(len(words)):
        before2, before, own, after, after2 = padded[at : at + 5]
        form = [own, f"-{own[-_ENDING:]}", f"long {min(len(own), _LONG)}"]
        first, last = min(at, _NEAR_EDGE), min(len(words) - 1 - at, _NEAR_EDGE)
        looked_at = Features(
            ["", *form, f"after {before} {own}", f"place {first}", f"mark {marks[at + 1]}"],
            [
                *("", *form, f"after {before}", f"after {before2} {before}", f"{before} {own}", f"place {first}"),
                *(f"mark {marks[at]}", f"after long {min(len(before), _LONG)}"),
            ],
            [
                *("", *form, f"before {after}", f"before {after} {after2}", f"{own} {after}", f"place {last}"),
                f"mark {marks[at + 1]}",
            ],
        )
        yield Features(*([f"{kind}: {name}" for name in part] for kind, part in looked_at._asdict().items()))


@cache
def _weights() -> Mapping[str, float]:
    with (files("assistant.understanding") / "topic.npz").open("rb") as file:
        arrays = dict(np.load(file))
    return dict(zip(arrays["names"].tolist(), arrays["weights"].astype(float).tolist(), strict=True))
