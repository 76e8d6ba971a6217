"""Tunes the embedding model on written questions: each against its own paper, a hard negative, and the batch."""

import random
import time
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.encoders.bert import BertModel, embed, vectors
from benchmarks.encoders.data import ASKS, Asked, Pack, masked, single, window

_TEMPERATURE = 0.05
_WRITTEN = 0.6  # of a batch; the rest are titles and sentences against the rest of their abstracts
_FIRST = {"lay": 2, "plain": 2, "topic": 15, "kw": 15}  # rank from which a neighbour is taken for wrong: what asks for
# papers has other right ones near its own


def tune(
    model: BertModel, pack: Pack, *, seconds: float, size: int, rate: float, say: Callable[[str], None], seed: int = 0
) -> int:
    """Trains for about so long; the number of steps."""
    rng = random.Random(seed)
    asked = [one for one in pack.asked["train"] if one.kind in ASKS]
    hard = _neighbours(model, pack, asked)
    say(f"tuning on {len(asked)} questions")
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    begun, steps, total = time.time(), 0, 0.0
    while (gone := (time.time() - begun) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (steps + 1) / 20) * max(0.02, 1 - gone)
        queries, right, wrong = _batch(pack, asked, hard, size, rng)
        loss = _contrast(model, queries, right, wrong)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps, total = steps + 1, total + loss.item()
        if steps % 40 == 0:
            say(f"  step {steps} loss {total / 40:.3f}")
            total = 0.0
    model.eval()
    return steps


def _contrast(model: BertModel, queries: list[list[int]], right: list[list[int]], wrong: list[list[int]]) -> Tensor:
    asked = vectors(model, *masked([single(q, 64) for q in queries]))
    told = vectors(model, *masked([single(d) for d in right + wrong]))
    scores = asked @ told.T / _TEMPERATURE
    own = torch.arange(len(queries), device=scores.device)
    back = F.cross_entropy(scores[:, : len(queries)].T, own)
    return F.cross_entropy(scores, own) + 0.3 * back


def _batch(
    pack: Pack, asked: list[Asked], hard: list[list[int]], size: int, rng: random.Random
) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    queries, right, wrong = [], [], []
    for place in rng.sample(range(len(asked)), min(int(size * _WRITTEN), len(asked))):
        one, paper = asked[place], pack.papers[asked[place].paper]
        queries.append(one.tokens)
        answers = [paper.sentences[s] for s in one.answer if s < len(paper.sentences)]
        if answers and rng.random() < 0.3:  # the answering sentence alone, against another of the same abstract
            others = [s for s in paper.sentences if s not in answers]
            right.append(answers[0])
            wrong.append(rng.choice(others or [paper.title]))
        else:
            right.append(window(paper, rng))
            wrong.append(window(pack.papers[rng.choice(hard[place])], rng))
    while len(queries) < size:
        paper = rng.choice(pack.papers)
        other = window(rng.choice(pack.papers), rng)
        if rng.random() < 0.5 or len(paper.sentences) < 4:
            queries.append(paper.title[:48])
            right.append([t for s in paper.sentences for t in s])
        else:
            drop = rng.randrange(1, len(paper.sentences))
            queries.append(paper.sentences[drop][:60])
            right.append(window(paper, rng, drop=drop))
        wrong.append(other)
    return queries, right, wrong


def _neighbours(model: BertModel, pack: Pack, asked: list[Asked], most: int = 60) -> list[list[int]]:
    """For each question the papers nearest to it, without its own and without the first few."""
    found = nearest(model, pack, asked, most)
    return [[p for p in row[_FIRST[one.kind] :] if p != one.paper] for one, row in zip(asked, found, strict=True)]


def nearest(model: BertModel, pack: Pack, asked: list[Asked], most: int) -> list[list[int]]:
    """For each question the `most` nearest papers by whole-abstract vectors, its own among them or not."""
    papers = embed(model, [single(paper.text(254)[0]) for paper in pack.papers])
    questions = embed(model, [single(one.tokens, 64) for one in asked])
    found: list[list[int]] = []
    for start in range(0, len(asked), 512):
        found += (questions[start : start + 512] @ papers.T).topk(most).indices.tolist()
    return found
