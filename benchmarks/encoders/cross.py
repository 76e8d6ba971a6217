"""Trains the cross-encoder: is this the paper, does it state the answer, and which of its sentences says it.

One pass over question and paper gives all three. The paper is learned listwise against mined neighbours (InfoNCE),
since a pointwise loss costs as much as a smaller model would (arXiv 2603.03010); whether it states the answer from the
questions that their own paper leaves open; the sentence from those that were marked as answering.
"""

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.encoders.bert import WIDTH, BertModel, hidden
from benchmarks.encoders.data import CLS, SEP, Asked, Pack, Paper, padded

LIMIT = 256  # tokens of question and paper together
_FIRST = {"lay": 1, "plain": 1, "missing": 1, "topic": 20, "kw": 20}  # see embedder._FIRST
_STATED, _SENTENCE = 0.5, 0.5  # weights of the losses beside the ranking's


class CrossEncoder(nn.Module):
    """Logits: of the paper, of its stating the answer, and of every token as part of an answering sentence."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        self.bert.embeddings.word_embeddings.weight.requires_grad = False  # too few questions to learn words from
        self.paper, self.token = nn.Linear(WIDTH, 2), nn.Linear(WIDTH, 1)

    def forward(self, tokens: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Shapes (rows, 2) and (rows, width)."""
        states = hidden(self.bert, tokens, mask, types)
        part = mask.unsqueeze(-1).float()
        return self.paper((states * part).sum(1) / part.sum(1)), self.token(states).squeeze(-1)


def pairs(asked: Sequence[Sequence[int]], papers: Sequence[Paper]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, mask, types and each token's sentence (-1: none) of questions beside papers."""
    rows, types, places = [], [], []
    for question, paper in zip(asked, papers, strict=True):
        text, of = paper.text(LIMIT - 3 - len(question))
        rows.append([CLS, *question, SEP, *text, SEP])
        types.append([0] * (len(question) + 2) + [1] * (len(text) + 1))
        places.append([-1] * (len(question) + 2) + of + [-1])
    return padded(rows), padded([[1] * len(row) for row in rows]), padded(types), padded(places, fill=-1)


def train_cross(
    model: CrossEncoder, pack: Pack, near: dict[str, list[list[int]]], *, seconds: float, warm: float, size: int,
    others: int, rate: float, say: Callable[[str], None], seed: int = 0,
) -> int:  # fmt: skip
    """Trains for about so long, the first `warm` share on titles and sentences as questions; the number of steps.

    `near`: of each question its nearest papers, under "train" for the written ones, under "title" for every paper.
    """
    rng = random.Random(seed)
    optimizer = torch.optim.AdamW((p for p in model.parameters() if p.requires_grad), lr=rate, weight_decay=0.01)
    model.train()
    begun, steps, total, queue = time.time(), 0, 0.0, list[int]()
    while (gone := (time.time() - begun) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (steps + 1) / 50) * max(0.02, 1 - gone)
        if gone < warm:
            asked, lists = _made_up(pack, near["title"], size, others, rng)
        else:
            if len(queue) < size:
                queue = rng.sample(range(len(pack.asked["train"])), len(pack.asked["train"]))
            chosen, queue = queue[:size], queue[size:]
            asked = [pack.asked["train"][i] for i in chosen]
            lists = [_candidates(pack.asked["train"][i], near["train"][i], others, rng) for i in chosen]
        loss = _loss(model, pack, asked, lists)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps, total = steps + 1, total + loss.item()
        if steps % 50 == 0:
            say(f"  step {steps} ({gone:.0%}) loss {total / 50:.3f}")
            total = 0.0
    model.eval()
    return steps


def _candidates(one: Asked, near: Sequence[int], others: int, rng: random.Random) -> list[int]:
    """Its own paper first, then wrong ones: most from among the nearest, for they are what is confused."""
    wrong = [p for p in near[_FIRST[one.kind] :] if p != one.paper]
    return [one.paper, *rng.sample(wrong[: 3 * others], min(others, len(wrong)))]


def _made_up(
    pack: Pack, near: Sequence[Sequence[int]], size: int, others: int, rng: random.Random
) -> tuple[list[Asked], list[list[int]]]:
    """Sentences as questions for their papers; the sentence itself is left out by `_loss`, which is told of it."""
    chosen = rng.sample(range(len(pack.papers)), size)
    asked = [
        Asked(
            "sentence",
            pack.papers[p].sentences[(place := rng.randrange(len(pack.papers[p].sentences)))][:48],
            p,
            (place,),
        )
        for p in chosen
    ]
    return asked, [[p, *rng.sample([n for n in near[p] if n != p], others)] for p in chosen]


def _loss(model: CrossEncoder, pack: Pack, asked: Sequence[Asked], lists: Sequence[Sequence[int]]) -> Tensor:
    questions = [one.tokens for one, papers in zip(asked, lists, strict=True) for _ in papers]
    shown = [_shown(pack.papers[p], one, p) for one, papers in zip(asked, lists, strict=True) for p in papers]
    tokens, mask, types, places = pairs(questions, shown)
    paper, token = model(tokens, mask, types)
    width, device = len(lists[0]), paper.device
    own = torch.zeros(len(asked), dtype=torch.long, device=device)
    loss = F.cross_entropy(paper[:, 0].view(-1, width), own)
    sure = [i for i, one in enumerate(asked) if one.kind in ("lay", "plain", "missing")]
    if sure:
        first = torch.tensor([i * width for i in sure], device=device)
        states = torch.tensor([float(asked[i].kind != "missing") for i in sure], device=device)
        wrong = torch.tensor([i * width + 1 + n for i in sure for n in range(min(2, width - 1))], device=device)
        told = F.binary_cross_entropy_with_logits(paper[first, 1], states)
        silent = F.binary_cross_entropy_with_logits(paper[wrong, 1], torch.zeros(len(wrong), device=device))
        loss = loss + _STATED * (told + 0.5 * silent)
    marked = [i for i, one in enumerate(asked) if one.kind == "lay" and one.answer]
    if marked:
        rows = torch.tensor([i * width for i in marked], device=device)
        loss = loss + _SENTENCE * _sentence_loss(token[rows], places[rows], [asked[i].answer for i in marked])
    return loss


def _shown(paper: Paper, one: Asked, place: int) -> Paper:
    """The paper without the sentence that is asked as if it were a question."""
    if one.kind != "sentence" or place != one.paper:
        return paper
    return Paper(paper.id, paper.title, [s for i, s in enumerate(paper.sentences) if i not in one.answer])


def sentence_scores(token: Tensor, places: Tensor) -> Tensor:
    """The mean logit of each sentence's tokens, -inf where there is none; shape (rows, sentences)."""
    count = int(places.max()) + 1 if places.numel() else 0
    hot = F.one_hot(places.clamp(min=0), max(count, 1)).float() * (places >= 0).unsqueeze(-1)
    found = hot.sum(1)
    scores = (hot * token.unsqueeze(-1)).sum(1) / found.clamp(min=1)
    return scores.masked_fill(found == 0, float("-inf"))


def _sentence_loss(token: Tensor, places: Tensor, answers: Sequence[tuple[int, ...]]) -> Tensor:
    odds = F.log_softmax(sentence_scores(token, places), dim=-1)
    losses = []
    for row, answer in zip(odds, answers, strict=True):
        there = [a for a in answer if a < len(row) and torch.isfinite(row[a])]
        if there:
            losses.append(-torch.logsumexp(row[there], 0))
    return torch.stack(losses).mean() if losses else token.sum() * 0


@torch.no_grad()
def score(
    model: CrossEncoder, asked: Sequence[Sequence[int]], papers: Sequence[Paper], size: int = 384
) -> tuple[Tensor, list[Tensor]]:
    """Logits of shape (pairs, 2), and of each pair the scores of its sentences."""
    model.eval()
    logits, sentences = [], []
    for start in range(0, len(asked), size):
        tokens, mask, types, places = pairs(asked[start : start + size], papers[start : start + size])
        paper, token = model(tokens, mask, types)
        logits.append(paper.cpu())
        sentences += [*sentence_scores(token, places).cpu()]
    return torch.cat(logits), sentences


def write_heads(model: CrossEncoder, path: Path) -> None:
    heads = {
        name: value.detach().float().cpu().numpy()
        for name, value in model.state_dict().items()
        if not name.startswith("bert.")
    }
    np.savez(path, **heads)
