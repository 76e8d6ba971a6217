"""Tunes the embedding model on written questions: each against its own paper and the batch, with the cross-encoder as a
teacher of how near the neighbours are.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.encoders.bert import BertModel, embed, vectors
from benchmarks.encoders.cross import CrossEncoder, score
from benchmarks.encoders.data import ASKS, DEVICE, Asked, Pack, masked, single, window
from benchmarks.encoders.steps import train_for

_TEMPERATURE = 0.05
_WRITTEN = 0.6  # of a batch; the rest are titles and sentences against the rest of their abstracts
_TAUGHT = 1.0  # weight of the teacher beside the contrast
_CANDIDATES, _BESIDE = 24, 7  # nearest papers that the teacher reads, and of them beside the right one in a step
KINDS = (*ASKS, "curt")


@dataclass(frozen=True)
class Taught:
    """Questions with candidates, the right paper first, and the teacher's logits of each."""

    asked: list[Asked]
    candidates: list[list[int]]
    logits: list[Tensor]


def teach(teacher: CrossEncoder, pack: Pack, near: Sequence[Sequence[int]]) -> Taught:
    """`near`: of each question of the training part."""
    chosen = [(one, row) for one, row in zip(pack.asked["train"], near, strict=True) if one.kind in KINDS]
    candidates = [[one.paper, *(p for p in row if p != one.paper)][: 1 + _CANDIDATES] for one, row in chosen]
    pairs = [(one, pack.papers[p]) for (one, _), row in zip(chosen, candidates, strict=True) for p in row]
    logits = score(teacher, pairs)[0][:, 0].split([len(row) for row in candidates])
    return Taught([one for one, _ in chosen], candidates, list(logits))


def tune(
    model: BertModel, pack: Pack, taught: Taught, *, seconds: float, size: int, rate: float,
    say: Callable[[str], None], seed: int = 0,
) -> int:  # fmt: skip
    """Trains for about so long; the number of steps."""
    rng = random.Random(seed)
    losses = partial(_losses, model, pack, taught, size, rng)
    return train_for(seconds, model, losses, (1.0, _TAUGHT), rate=rate, say=say)


def _losses(model: BertModel, pack: Pack, taught: Taught, size: int, rng: random.Random) -> Tensor:
    """Against the batch, and against the teacher; shape (2,). A batch has the papers of each question, then others."""
    chosen = rng.sample(range(len(taught.asked)), int(size * _WRITTEN))
    groups = [[0, *rng.sample(range(1, len(taught.candidates[c])), _BESIDE)] for c in chosen]
    papers = [taught.candidates[c][i] for c, group in zip(chosen, groups, strict=True) for i in group]
    made = [_made(pack, rng) for _ in range(size - len(chosen))]
    questions = [*(taught.asked[c].tokens for c in chosen), *(q for q, _ in made)]
    texts = [*(window(pack.papers[p], rng) for p in papers), *(text for _, text in made)]
    asked = vectors(model, *masked([single(q, 64) for q in questions]))
    scores = asked @ vectors(model, *masked([single(text) for text in texts])).T / _TEMPERATURE
    width = 1 + _BESIDE
    right = torch.tensor([*range(0, len(papers), width), *range(len(papers), len(texts))], device=DEVICE)
    own = torch.arange(len(texts), device=DEVICE) // width
    others = (own[None] == torch.arange(len(questions), device=DEVICE)[:, None]) & (
        torch.arange(len(texts), device=DEVICE)[None] != right[:, None]
    )
    others[:, len(papers) :] = False
    contrast = F.cross_entropy(scores.masked_fill(others, -1e4), right)
    near = scores[: len(chosen), : len(papers)].view(len(chosen), len(chosen), width)
    mine = near[torch.arange(len(chosen)), torch.arange(len(chosen))]
    told = torch.stack([taught.logits[c][group] for c, group in zip(chosen, groups, strict=True)]).to(DEVICE)
    return torch.stack([contrast, F.kl_div(mine.log_softmax(-1), told.softmax(-1), reduction="batchmean")])


def _made(pack: Pack, rng: random.Random) -> tuple[list[int], list[int]]:
    """A title, or a sentence, and the abstract without it."""
    paper = rng.choice(pack.papers)
    if rng.random() < 0.5 or len(paper.sentences) < 4:
        return paper.title[:48], [t for s in paper.sentences for t in s]
    drop = rng.randrange(1, len(paper.sentences))
    return paper.sentences[drop][:60], window(paper, rng, drop=drop)


def embed_papers(model: BertModel, pack: Pack) -> Tensor:
    """Whole abstracts, shape (papers, 384)."""
    return embed(model, [single(paper.text(254)[0]) for paper in pack.papers])


def nearest(model: BertModel, papers: Tensor, asked: Sequence[Sequence[int]], most: int) -> list[list[int]]:
    """For each question, as tokens, the `most` nearest papers, its own among them or not."""
    return nearest_to(embed(model, [single(tokens, 64) for tokens in asked]), papers, most)


def nearest_to(vectors: Tensor, papers: Tensor, most: int) -> list[list[int]]:
    found: list[list[int]] = []
    for start in range(0, len(vectors), 512):
        found += (vectors[start : start + 512] @ papers.T).topk(most).indices.tolist()
    return found
