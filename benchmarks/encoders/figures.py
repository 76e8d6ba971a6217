"""How good the encoders are on the questions of the part for choosing, and on SciFact's training claims."""

import csv
import gzip
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from benchmarks.encoders.bert import BertModel, embed
from benchmarks.encoders.cross import CrossEncoder, score
from benchmarks.encoders.data import Asked, Pack, Paper, ids, single
from benchmarks.encoders.embedder import KINDS, embed_papers

_LEVELS = (0.0, 5.0, 10.0, 20.0, 40.0)  # weights of the cosine beside the cross-encoder's logit


def of_embedder(model: BertModel, pack: Pack, folder: Path) -> dict[str, float]:
    """Of each kind of question: mean reciprocal rank and recall at 10 of its paper among all; nDCG@10 on SciFact."""
    papers = embed_papers(model, pack)
    found: dict[str, float] = {}
    for kind in KINDS:
        asked = [one for one in pack.asked["choose"] if one.kind == kind]
        ranks = _ranks(embed(model, [single(one.tokens, 64) for one in asked]) @ papers.T, [one.paper for one in asked])
        found[f"{kind}.mrr"] = float((1 / ranks.float()).mean())
        found[f"{kind}.r10"] = float((ranks <= 10).float().mean())
    claims = Claims(pack, folder)
    order = claims.cosines(model).topk(10).indices.tolist()
    return found | {"scifact_train": claims.ndcg(order)}


def of_cross(model: CrossEncoder, pack: Pack, near: Sequence[Sequence[int]], *, first: int = 12) -> dict[str, float]:
    """Of the first papers by vectors, read again: mean reciprocal rank of the right one, before and after (of lists:
    average precision among the first 40); AUROC of "states the answer", against questions that the paper leaves open or
    whose premise it denies, and against abstracts without their answering sentences; how often the best sentence is a
    marked one.
    """
    found: dict[str, float] = {}
    asked = [*zip(pack.asked["choose"], near, strict=True)]
    for kind in (*KINDS, "list"):
        rows = [(one, row[: 40 if kind == "list" else first]) for one, row in asked if one.kind == kind]
        logits = score(model, [(one, pack.papers[place]) for one, row in rows for place in row])[0][:, 0]
        of_each = logits.split([len(row) for _, row in rows])
        orders = [torch.argsort(scores, descending=True).tolist() for scores in of_each]
        after = [[row[i] for i in order] for (_, row), order in zip(rows, orders, strict=True)]
        found[f"{kind}.before"] = _mean(_average_precision(row, one.papers) for one, row in rows)
        found[f"{kind}.after"] = _mean(
            _average_precision(row, one.papers) for (one, _), row in zip(rows, after, strict=True)
        )
    questions = [one for one, _ in asked]
    return found | _of_stated(model, pack, questions)


def _of_stated(model: CrossEncoder, pack: Pack, questions: Sequence[Asked]) -> dict[str, float]:
    found = {}
    of_kind = {kind: [one for one in questions if one.kind == kind] for kind in (*KINDS, "missing", "open", "premise")}
    logits = {
        k: score(model, [(o, pack.papers[o.paper]) for o in some])[0][:, 1] for k, some in of_kind.items() if some
    }
    found["stated.long"] = auroc(torch.cat([logits["lay"], logits["plain"]]), logits["missing"])
    for kind in ("open", "premise"):
        if kind in logits:
            found[f"stated.{kind}"] = auroc(logits["curt"], logits[kind])
            found[f"stated.{kind}.same"] = _same_paper(of_kind, logits, kind)
    answered = [one for one in questions if one.answer and len(pack.papers[one.paper].sentences) > len(one.answer)]
    whole, sentences = score(model, [(one, pack.papers[one.paper]) for one in answered])
    cut, _ = score(model, [(one, pack.papers[one.paper].without(one.answer)) for one in answered])
    found["stated.cut"] = auroc(whole[:, 1], cut[:, 1])
    best = [int(scores.argmax()) in one.answer for one, scores in zip(answered, sentences, strict=True)]
    return found | {"sentence": sum(best) / len(best)}


def _same_paper(of_kind: dict[str, list[Asked]], logits: dict[str, Tensor], kind: str) -> float:
    """How often an answered short question stands above one of this kind on the same paper."""
    pairs = [
        (float(logits["curt"][i]), float(logits[kind][j]))
        for i, told in enumerate(of_kind["curt"])
        for j, other in enumerate(of_kind[kind])
        if told.paper == other.paper
    ]
    return _mean(float(a > b) for a, b in pairs)


def of_second_look(
    base: BertModel, cross: CrossEncoder, pack: Pack, folder: Path, *, first: int = 30
) -> dict[str, float]:
    """nDCG@10 on SciFact's training claims with the first papers by vectors ordered anew, by weight of the cosine."""
    claims = Claims(pack, folder)
    cosines, places = (part.cpu() for part in claims.cosines(base).topk(first))
    pairs = [(one, claims.papers[p]) for one, row in zip(claims.asked, places.tolist(), strict=True) for p in row]
    logits = score(cross, pairs)[0][:, 0].view(len(claims.asked), first)
    found = {"scifact_train.before": claims.ndcg(places.tolist())}
    for level in _LEVELS:
        order = (logits + level * cosines).argsort(descending=True)
        found[f"scifact_train.{level:g}"] = claims.ndcg(places.gather(1, order).tolist())
    return found


class Claims:
    """SciFact's training claims and abstracts; the test claims are for the last look."""

    def __init__(self, pack: Pack, folder: Path) -> None:
        docs = _lines(folder / "scifact-corpus.jsonl.gz")
        self._wanted: dict[str, set[str]] = defaultdict(set)
        with (folder / "scifact-qrels_train.tsv").open(encoding="utf-8") as file:
            for row in csv.reader(file, delimiter="\t"):
                if row[-1].isdigit() and int(row[-1]):
                    self._wanted[row[0]].add(row[-2])
        texts = {
            str(c["id"]): c.get("question") or c.get("text") for c in _lines(folder / "scifact-queries_train.jsonl.gz")
        }
        self._names = [str(d["id"]) for d in docs]
        self._ids = [name for name in self._wanted if name in texts]
        titles = ids(pack.tokenizer, [d["title"] for d in docs])
        abstracts = ids(pack.tokenizer, [d["abstract"] for d in docs])
        self.papers = [Paper(n, t, [a]) for n, t, a in zip(self._names, titles, abstracts, strict=True)]
        claims = ids(pack.tokenizer, [texts[name] for name in self._ids])
        self.asked = [Asked("claim", tokens[:64], (0,)) for tokens in claims]

    def cosines(self, model: BertModel) -> Tensor:
        """Shape (claims, abstracts)."""
        papers = embed(model, [single(paper.text(254)[0]) for paper in self.papers])
        return embed(model, [single(one.tokens, 128) for one in self.asked]) @ papers.T

    def ndcg(self, order: Sequence[Sequence[int]]) -> float:
        return _mean(self._gain(name, row) for name, row in zip(self._ids, order, strict=True))

    def _gain(self, claim: str, row: Sequence[int]) -> float:
        wanted = self._wanted[claim]
        gain = sum((self._names[place] in wanted) / math.log2(i + 2) for i, place in enumerate(row[:10]))
        return gain / sum(1 / math.log2(i + 2) for i in range(min(10, len(wanted))))


def auroc(yes: Tensor, no: Tensor) -> float:
    return float((yes[:, None] > no[None]).float().mean())


def _average_precision(order: Sequence[int], right: Sequence[int]) -> float:
    """Of one right paper: its reciprocal rank."""
    places = [i for i, place in enumerate(order) if place in right]
    return sum((n + 1) / (i + 1) for n, i in enumerate(places)) / min(len(right), len(order))


def _mean(values: Any) -> float:
    values = list(values)
    return sum(values) / max(len(values), 1)


def _ranks(scores: Tensor, own: list[int]) -> Tensor:
    mine = scores.gather(1, torch.tensor(own, device=scores.device)[:, None])
    return (scores > mine).sum(1) + 1


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
