"""Trains the model that says whether an abstract states what is asked, and tells how it does on the part for choosing.

    python -m benchmarks.train_stated INDEX [--write] [--test]

INDEX: of the abstracts that benchmarks/questions is written over. What an abstract answers is told from what it does
not, over the right paper alone. Neither the length of a question nor that of an abstract is looked at: the written
questions that nothing answers are shorter than the others, which is how they were written and not how people ask.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.index import Index
from assistant.judging.embedded.answer_sentences import read_sentences
from assistant.judging.embedded.candidates import Candidate
from assistant.judging.embedded.features import read_paper
from assistant.judging.embedded.stated import stated_features
from assistant.models.minilm import MiniLM
from assistant.retrieval.query_terms import read_query
from assistant.understanding.literal.wording import asks_for_number
from benchmarks.questions import part_of, read_lines
from benchmarks.remembering import Remembering

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "judging" / "embedded" / "stated.npz"
_PENALTY = 0.0005  # scikit-learn's C, on standardised features
_SHORT = 6.0  # weight of a short question beside a long one, of which there are many more
_REFUSED = 0.035  # share of what is stated that may be refused, long and short questions counting alike
_KINDS = {"lay": True, "plain": True, "missing": False}


@dataclass(frozen=True)
class Asked:
    part: str
    paper: str
    text: str
    stated: bool
    short: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the weights that ship")
    parser.add_argument("--test", action="store_true", help="the last look: figures of the test part too")
    given = parser.parse_args()
    asked = [each for each in (*_long(), *_short()) if given.test or each.part != "test"]
    seen = np.stack(list(_features(given.index, asked)))
    stated, short = np.array([a.stated for a in asked]), np.array([a.short for a in asked])
    train, choose = (np.array([a.part == part for a in asked]) for part in ("train", "choose"))
    scaler = StandardScaler().fit(seen[train])
    model = LogisticRegression(C=_PENALTY, max_iter=3000)
    model.fit(scaler.transform(seen[train]), stated[train], sample_weight=np.where(short, _SHORT, 1.0)[train])
    p = model.predict_proba(scaler.transform(seen))[:, 1]
    threshold = _threshold(p, [choose & stated & short, choose & stated & ~short])
    for part in sorted({each.part for each in asked} - {"train"}):
        at = np.array([each.part == part for each in asked])
        for told, these in (("long", at & ~short), ("short", at & short)):
            _tell(f"{part}, {told}", p[these], stated[these], threshold)
    if given.write:
        weights = model.coef_[0] / scaler.scale_
        bias = float(model.intercept_[0] - weights @ scaler.mean_)
        np.savez_compressed(_TARGET, weights=weights.astype(np.float32), bias=bias, threshold=threshold)


def _long() -> Iterator[Asked]:
    for row in read_lines("papers"):
        for kind, stated in _KINDS.items():
            yield Asked(part_of(row["id"]), row["id"], row[kind], stated, short=False)


def _short() -> Iterator[Asked]:
    """The curt questions, and those of conversations that name their paper or stand alone."""
    for row in read_lines("curt"):
        yield Asked(part_of(row["id"]), row["id"], row["text"], bool(row["answer"]), short=True)
    for talk in read_lines("conversations"):
        for turn in talk["turns"]:
            if turn["want"] == "fact" and len(turn["relevant"]) == 1 and not turn["relevant"][0].startswith("@"):
                text, stated = turn.get("alone", turn["text"]), not turn.get("unanswerable")
                yield Asked(part_of(talk["id"]), turn["relevant"][0], text, stated, short=True)


def _features(place: Path, asked: list[Asked]) -> Iterator[NDArray[np.float32]]:
    embedder = Remembering(MiniLM())
    index = Index.open(place, embedder=embedder)
    papers = index.papers([each.paper for each in asked])
    for each in asked:
        query = read_query(each.text, index=index)
        candidate = Candidate(read_paper(papers[each.paper], index=index), {}, 0.0, 0.5)
        sentences = read_sentences(each.text, query, [candidate], embedder=embedder)
        yield stated_features(query, sentences, number_asked=asks_for_number(each.text))


def _threshold(p: NDArray[Any], groups: list[NDArray[Any]]) -> float:
    """The highest under which the groups, each counting alike, lose no more than the share."""
    levels = np.linspace(0.0, 1.0, 1001)
    return float(max(level for level in levels if np.mean([(p[g] < level).mean() for g in groups]) <= _REFUSED))


def _tell(told: str, p: NDArray[Any], stated: NDArray[Any], limit: float) -> None:
    print(
        f"{told}: AUROC {roc_auc_score(stated, p):.3f}; under {limit:.3f} are {(p[stated] < limit).mean():.3f} of "
        f"{stated.sum()} stated and {(p[~stated] < limit).mean():.3f} of {(~stated).sum()} not stated"
    )


if __name__ == "__main__":
    main()
