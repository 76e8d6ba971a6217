"""How good the encoders are on the questions of the part for choosing, and on SciFact's training claims."""

import csv
import gzip
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from benchmarks.encoders.bert import BertModel, embed
from benchmarks.encoders.cross import CrossEncoder, score
from benchmarks.encoders.data import ASKS, Pack, ids, single


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


def of_cross(model: CrossEncoder, pack: Pack, near: list[list[int]]) -> dict[str, float]:
    """Of the first 40 by vectors, re-ranked; AUROC of "states the answer"; how often the best sentence is marked."""
    found: dict[str, float] = {}
    asked = pack.asked["choose"]
    for kind in ASKS:
        rows = [
            (one, [one.paper, *(p for p in row[:40] if p != one.paper)][:40])
            for one, row in zip(asked, near, strict=True)
            if one.kind == kind
        ]
        if not rows:
            continue
        logits, _ = score(
            model, [one.tokens for one, row in rows for _ in row], [pack.papers[p] for _, row in rows for p in row]
        )
        ranks, start = [], 0
        for _, row in rows:
            mine = logits[start : start + len(row), 0]
            ranks.append(1 + int((mine[1:] > mine[0]).sum()))
            start += len(row)
        found[f"{kind}.mrr"] = sum(1 / rank for rank in ranks) / len(ranks)
    told = [one for one in asked if one.kind in ("lay", "plain")]
    silent = [one for one in asked if one.kind == "missing"]
    if told and silent:
        yes, sentences = score(model, [one.tokens for one in told], [pack.papers[one.paper] for one in told])
        no, _ = score(model, [one.tokens for one in silent], [pack.papers[one.paper] for one in silent])
        found["stated.auroc"] = float((yes[:, 1][:, None] > no[:, 1][None]).float().mean())
        best = [int(s.argmax()) in one.answer for one, s in zip(told, sentences, strict=True) if one.answer]
        found["sentence"] = sum(best) / max(1, len(best))
    return found


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
