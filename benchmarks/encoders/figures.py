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
from benchmarks.encoders.data import ASKS, Asked, Pack, ids, single


def of_embedder(model: BertModel, pack: Pack, folder: Path) -> dict[str, float]:
    """Of each kind of question: mean reciprocal rank and recall at 10 of its paper among all; nDCG@10 on SciFact."""
    papers = embed(model, [single(paper.text(254)[0]) for paper in pack.papers])
    found: dict[str, float] = {}
    for kind in ASKS:
        asked = [one for one in pack.asked["choose"] if one.kind == kind]
        if not asked:
            continue
        ranks = _ranks(embed(model, [single(one.tokens, 64) for one in asked]) @ papers.T, [one.paper for one in asked])
        found[f"{kind}.mrr"] = float((1 / ranks.float()).mean())
        found[f"{kind}.r10"] = float((ranks <= 10).float().mean())
    found["scifact_train"] = _scifact(model, pack, folder)
    return found


def of_cross(model: CrossEncoder, pack: Pack, near: Sequence[Sequence[int]], *, first: int = 12) -> dict[str, float]:
    """Of the first papers by vectors, read again: mean reciprocal rank of the right one, before and after; AUROC of
    "states the answer", against questions the paper leaves open and against abstracts without their answering
    sentences; how often the best sentence is a marked one.
    """
    found: dict[str, float] = {}
    asked = [*zip(pack.asked["choose"], near, strict=True)]
    for kind in ("lay", "plain", "curt", "topic"):
        rows = [(one, row[:first]) for one, row in asked if one.kind == kind]
        logits, _ = score(model, [(one, pack.papers[place]) for one, row in rows for place in row])
        of_each = logits[:, 0].view(len(rows), first)
        before = [_reciprocal(list(row), one.paper) for one, row in rows]
        after = [
            _reciprocal([row[i] for i in scores.argsort(descending=True).tolist()], one.paper)
            for (one, row), scores in zip(rows, of_each, strict=True)
        ]
        found |= {f"{kind}.before": sum(before) / len(rows), f"{kind}.after": sum(after) / len(rows)}
    questions = [one for one, _ in asked]
    for told, open_, name in ((("lay", "plain"), "missing", "long"), (("curt",), "open", "short")):
        yes = _stated(model, pack, [one for one in questions if one.kind in told])
        no = _stated(model, pack, [one for one in questions if one.kind == open_])
        found[f"stated.{name}"] = _auroc(yes, no)
    answered = [one for one in questions if one.answer and len(pack.papers[one.paper].sentences) > len(one.answer)]
    whole, sentences = score(model, [(one, pack.papers[one.paper]) for one in answered])
    cut, _ = score(model, [(one, pack.papers[one.paper].without(one.answer)) for one in answered])
    found["stated.cut"] = _auroc(whole[:, 1], cut[:, 1])
    best = [int(scores.argmax()) in one.answer for one, scores in zip(answered, sentences, strict=True)]
    return found | {"sentence": sum(best) / len(best)}


def _stated(model: CrossEncoder, pack: Pack, asked: Sequence[Asked]) -> Tensor:
    return score(model, [(one, pack.papers[one.paper]) for one in asked])[0][:, 1]


def _auroc(yes: Tensor, no: Tensor) -> float:
    return float((yes[:, None] > no[None]).float().mean())


def _reciprocal(places: Sequence[int], own: int) -> float:
    return 1 / (1 + places.index(own)) if own in places else 0.0


def _ranks(scores: Tensor, own: list[int]) -> Tensor:
    mine = scores.gather(1, torch.tensor(own, device=scores.device)[:, None])
    return (scores > mine).sum(1) + 1


def _scifact(model: BertModel, pack: Pack, folder: Path) -> float:
    """nDCG@10 of whole-abstract vectors on the training claims; the test claims are for the last look."""
    docs = _lines(folder / "scifact-corpus.jsonl.gz")
    claims = {str(c["id"]): c for c in _lines(folder / "scifact-queries_train.jsonl.gz")}
    wanted: dict[str, set[str]] = defaultdict(set)
    with (folder / "scifact-qrels_train.tsv").open(encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t"):
            if row[-1].isdigit() and int(row[-1]):
                wanted[row[0]].add(row[-2])
    names = [str(d["id"]) for d in docs]
    papers = embed(model, [single(t) for t in ids(pack.tokenizer, [f"{d['title']}. {d['abstract']}" for d in docs])])
    asked = [q for q in wanted if q in claims]
    texts = [claims[q].get("question") or claims[q].get("text") for q in asked]
    top = (embed(model, [single(t, 128) for t in ids(pack.tokenizer, texts)]) @ papers.T).topk(10).indices.tolist()
    total = 0.0
    for q, row in zip(asked, top, strict=True):
        gain = sum((names[p] in wanted[q]) / math.log2(i + 2) for i, p in enumerate(row))
        total += gain / sum(1 / math.log2(i + 2) for i in range(min(10, len(wanted[q]))))
    return total / len(asked)


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
