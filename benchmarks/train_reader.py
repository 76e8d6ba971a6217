"""Trains the reader of questions on the training part and says how it does on the part for choosing.

    python -m benchmarks.train_reader [--write] [--test]

Learned from: the labelled utterances, the conversations' turns, and the questions over papers, of which there are many.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.models.minilm import MiniLM
from assistant.understanding.reader import features, words_of
from benchmarks.questions import part_of, read_lines

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "understanding" / "reader.npz"
_KINDS = {"lay": "fact", "plain": "fact", "missing": "fact", "topic": "list", "kw": "list"}
_STRENGTH, _LEAST = 4.0, 8  # of the fit; questions a word must stand in
_TURN, _OF_PAPER = 0.5, 0.05  # weights of a turn and of a paper's question; an utterance has 1
_LEANING = 3.0  # times as much counts a turn in what it leans on: most utterances were written without a conversation

Row = dict[str, Any]


def rows() -> list[Row]:
    """Every question with its labels, part and weight."""
    made = [{**row, "part": part_of(row["text"]), "weight": 1.0} for row in read_lines("utterances")]
    for talk in read_lines("conversations"):
        part = part_of(talk["id"])
        for turn in talk["turns"]:
            made.append(
                {"text": turn["text"], "want": turn["want"], "lean": turn["lean"], "part": part, "weight": _TURN}
            )
            if "alone" in turn:
                made.append(
                    {"text": turn["alone"], "want": turn["want"], "lean": "none", "part": part, "weight": _TURN}
                )
    for paper in read_lines("papers"):
        made += [
            {"text": paper[key], "want": want, "lean": "none", "part": part_of(paper["id"]), "weight": _OF_PAPER}
            for key, want in _KINDS.items()
        ]
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="replace the weights that ship")
    parser.add_argument("--test", action="store_true", help="the last look: figures of the test part too")
    given = parser.parse_args()
    every = rows()
    vectors = MiniLM().embed([row["text"] for row in every])
    words = [words_of(row["text"]) for row in every]
    counts = Counter(word for row, some in zip(every, words, strict=True) if row["part"] == "train" for word in some)
    vocabulary = sorted(word for word, count in counts.items() if count >= _LEAST)
    place = {word: at for at, word in enumerate(vocabulary)}
    seen = np.stack([features(vector, some, place) for vector, some in zip(vectors, words, strict=True)])
    arrays: dict[str, NDArray[Any]] = {"words": np.array(vocabulary)}
    for head, label in _heads().items():
        known = [at for at, row in enumerate(every) if label(row)]
        names = np.array([label(every[at]) for at in known])
        train = np.array([every[at]["part"] == "train" for at in known])
        weights = np.array([_weight(every[at], head) for at in known])
        chosen = seen[known]
        model = LogisticRegression(C=_STRENGTH, max_iter=3000, fit_intercept=False)
        model.fit(chosen[train], names[train], sample_weight=weights[train])
        for part in ("choose", "test") if given.test else ("choose",):
            _tell(head, part, model, chosen, names, [every[at] for at in known])
        arrays[f"{head}.names"] = model.classes_
        arrays[f"{head}.weights"] = _of_all_classes(model.coef_).astype(np.float16)
    if given.write:
        np.savez_compressed(_TARGET, **arrays)  # type: ignore[arg-type]
        print(f"{_TARGET.name}: {_TARGET.stat().st_size:,} bytes, {len(vocabulary)} words")


def _weight(row: Row, head: str) -> float:
    return float(row["weight"]) * (_LEANING if head == "lean" and row["weight"] == _TURN else 1.0)


def _heads() -> dict[str, Any]:
    return {
        "want": lambda row: None if row.get("off") else row["want"],  # what it wants is not here
        "lean": lambda row: row["lean"],
        "about": lambda row: row.get("about"),
        "excludes": lambda row: "yes" if row.get("except") else "no",
        "off": lambda row: "yes" if row.get("off") else "no",
    }


def _of_all_classes(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of two classes the fit gives one row, the second's against the first."""
    return np.concatenate([np.zeros_like(weights), weights]) if len(weights) == 1 else weights


def _tell(head: str, part: str, model: Any, seen: NDArray[Any], names: NDArray[Any], some: list[Row]) -> None:
    for told, weight in (("utterances", 1.0), ("turns", _TURN), ("questions over papers", _OF_PAPER)):
        at = [i for i, row in enumerate(some) if row["part"] == part and row["weight"] == weight]
        if at:
            right = model.predict(seen[at]) == names[at]
            print(f"{head}, {part}, {told}: {right.mean():.3f} (n={len(at)})")


if __name__ == "__main__":
    main()
