"""The cross-encoder and its training: is this the paper, does it state the answer, and which of its sentences says it.

One pass over question and paper gives all three. The paper is learned listwise against mined neighbours (InfoNCE),
since a pointwise loss costs as much as a smaller model would (arXiv 2603.03010). Whether it states the answer is
learned from questions that their own paper leaves open, and from answered ones whose answering sentences were taken out
of the abstract: then the words of the question tell nothing, and only the abstract does.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.encoders.bert import WIDTH, BertModel, hidden
from benchmarks.encoders.data import CLS, SEP, Asked, Paper, padded

Pair = tuple[Asked, Paper]
_FIRST = {"lay": 1, "plain": 1, "curt": 3, "topic": 15, "kw": 15, "list": 0}  # rank from which a neighbour is wrong
_SOUGHT = 0.4  # share of the topics and search words in a round: there are as many of them as of facts
_OTHERS, _NEAREST = 5, 24  # wrong papers beside the right one, of so many of the nearest
_STATED, _SENTENCE, _WRONG = 0.7, 0.4, 0.2  # weights of the losses beside the ranking's; of wrong papers as not stating


class CrossEncoder(nn.Module):
    """Logits: of the paper, of its stating the answer, and of every token as part of an answering sentence."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        self.bert.embeddings.word_embeddings.weight.requires_grad = False  # too few questions to learn words from
        self.bert.embeddings.position_embeddings.weight.requires_grad = False
        self.paper, self.token = nn.Linear(WIDTH, 2), nn.Linear(WIDTH, 1)

    def forward(self, tokens: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Shapes (rows, 2) and (rows, width)."""
        states = hidden(self.bert, tokens, mask, types)
        part = mask.unsqueeze(-1).float()
        return self.paper((states * part).sum(1) / part.sum(1)), self.token(states).squeeze(-1)


class Examples:
    """Questions with papers beside them, in an order of chance, without end."""

    def __init__(
        self, asked: Sequence[Asked], papers: Sequence[Paper], near: Sequence[Sequence[int]], seed: int
    ) -> None:
        self._papers, self._rng = papers, random.Random(seed)
        self._asked = [*zip(asked, near, strict=True)]
        self._lists: list[tuple[Asked, Sequence[int]]] = []
        self._stated: dict[bool, list[Pair]] = {True: [], False: []}

    def lists(self, count: int) -> list[tuple[Asked, list[Paper]]]:
        """Each question with a right paper first, then wrong ones: most of them near, for they are what is confused."""
        while len(self._lists) < count:
            self._lists += self._shuffled(self._round())
        return [(one, self._candidates(one, near)) for one, near in (self._lists.pop() for _ in range(count))]

    def stated(self, count: int, *, is_stated: bool) -> list[Pair]:
        """Questions with their own abstract, which states the answer or does not."""
        while len(self._stated[is_stated]) < count:
            self._stated[is_stated] += self._shuffled(self._own(is_stated))
        return [self._stated[is_stated].pop() for _ in range(count)]

    def _round(self) -> list[tuple[Asked, Sequence[int]]]:
        chosen: list[tuple[Asked, Sequence[int]]] = []
        for one, near in self._asked:
            sought = one.kind in ("topic", "kw")
            if one.kind in _FIRST and not (sought and self._rng.random() > _SOUGHT):
                chosen += [(one, near)] * (4 if one.kind == "list" else 1)
        return chosen

    def _candidates(self, one: Asked, near: Sequence[int]) -> list[Paper]:
        wrong = [place for place in near[_FIRST[one.kind] :] if place not in (*one.papers, *one.partial)]
        chosen = [self._rng.choice(one.papers), *self._rng.sample(wrong[:_NEAREST], _OTHERS)]
        return [self._papers[place] for place in chosen]

    def _own(self, is_stated: bool) -> list[Pair]:
        """Short questions more often: how long one is must not tell."""
        pairs: list[Pair] = []
        for one, _ in self._asked:
            own = self._papers[one.papers[0]]
            without = own.without(one.answer)
            if is_stated:
                pairs += [(one, own)] * {"lay": 1, "plain": 1, "curt": 3}.get(one.kind, 0)
            elif one.kind in ("missing", "open"):
                pairs += [(one, own)] * (6 if one.kind == "open" else 1)
            elif one.answer and without.sentences:
                pairs += [(one, without)] * (2 if one.kind == "curt" else 1)
        return pairs

    def _shuffled(self, some: list[Any]) -> list[Any]:
        self._rng.shuffle(some)
        return some


def train_cross(
    model: CrossEncoder, examples: Examples, *, seconds: float, limit: int, lists: int, pairs: int, rate: float,
    say: Callable[[str], None],
) -> int:  # fmt: skip
    """Trains for about so long with so many lists and pairs a step, `limit` tokens each; the number of steps."""
    learned = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=rate, weight_decay=0.01)
    model.train()
    begun, steps, total = time.time(), 0, 0.0
    while (gone := (time.time() - begun) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (steps + 1) / 60) * max(0.02, 1 - gone)
        loss = _loss(model, examples, lists, pairs, limit)
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps, total = steps + 1, total + loss.item()
        if steps % 25 == 0:
            say(f"  step {steps} ({gone:.0%}) loss {total / 25:.3f}")
            total = 0.0
    model.eval()
    return steps


def _loss(model: CrossEncoder, examples: Examples, lists: int, pairs: int, limit: int) -> Tensor:
    ranked = examples.lists(lists)
    told, silent = (examples.stated(pairs // 2, is_stated=is_stated) for is_stated in (True, False))
    rows = [*((one, paper) for one, papers in ranked for paper in papers), *told, *silent]
    tokens, mask, types, places = together(rows, limit)
    paper, token = model(tokens, mask, types)
    end = lists * (1 + _OTHERS)
    of_lists = paper[:end].view(lists, 1 + _OTHERS, 2)
    loss = F.cross_entropy(of_lists[:, :, 0], torch.zeros(lists, dtype=torch.long, device=paper.device))
    stated = torch.tensor([1.0] * len(told) + [0.0] * len(silent), device=paper.device)
    loss = loss + _STATED * F.binary_cross_entropy_with_logits(paper[end:, 1], stated)
    wrong = of_lists[:, 1:, 1]
    loss = loss + _STATED * _WRONG * F.binary_cross_entropy_with_logits(wrong, torch.zeros_like(wrong))
    answers = [() if is_wrong else one.answer for one, is_wrong in _right(ranked, told, silent)]
    return loss + _SENTENCE * _sentence_loss(token, places, answers)


def _right(
    ranked: Sequence[tuple[Asked, list[Paper]]], told: Sequence[Pair], silent: Sequence[Pair]
) -> Iterator[tuple[Asked, bool]]:
    """Of each row its question, and whether its paper is one that does not answer."""
    for one, papers in ranked:
        yield from ((one, place > 0) for place, _ in enumerate(papers))
    yield from ((one, False) for one, _ in told)
    yield from ((one, True) for one, _ in silent)


def together(rows: Sequence[Pair], limit: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, mask, types and each token's sentence (-1: none) of questions beside papers."""
    ids, types, places = [], [], []
    for one, paper in rows:
        text, of = paper.text(limit - 3 - len(one.tokens))
        ids.append([CLS, *one.tokens, SEP, *text, SEP])
        types.append([0] * (len(one.tokens) + 2) + [1] * (len(text) + 1))
        places.append([-1] * (len(one.tokens) + 2) + of + [-1])
    return padded(ids), padded([[1] * len(row) for row in ids]), padded(types), padded(places, fill=-1)


def sentence_scores(token: Tensor, places: Tensor) -> Tensor:
    """The mean logit of each sentence's tokens, -inf where there is none; shape (rows, sentences)."""
    count = max(int(places.max()) + 1, 1)
    hot = F.one_hot(places.clamp(min=0), count).float() * (places >= 0).unsqueeze(-1)
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
    model: CrossEncoder, rows: Sequence[Pair], *, limit: int = 256, size: int = 64
) -> tuple[Tensor, list[Tensor]]:
    """Logits of shape (pairs, 2), and of each pair the scores of its sentences; in order, long ones read together."""
    model.eval()
    logits, sentences = torch.empty(len(rows), 2), [torch.empty(0)] * len(rows)
    order = sorted(range(len(rows)), key=lambda place: rows[place][1].length)
    for start in range(0, len(order), size):
        at = order[start : start + size]
        tokens, mask, types, places = together([rows[place] for place in at], limit)
        paper, token = model(tokens, mask, types)
        logits[at] = paper.cpu()
        for place, found in zip(at, sentence_scores(token, places).cpu(), strict=True):
            sentences[place] = found
    return logits, sentences


def write_heads(model: CrossEncoder, path: Path) -> None:
    heads = {name: value for name, value in model.state_dict().items() if not name.startswith("bert.")}
    np.savez(path, **{name: value.detach().float().cpu().numpy() for name, value in heads.items()})
