"""The cross-encoder: is this the paper, does it state the answer, and which of its sentences says it, from one pass."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from benchmarks.encoders.bert import WIDTH, BertModel, hidden
from benchmarks.encoders.data import CLS, DEVICE, SEP, Asked, Paper

Pair = tuple[Asked, Paper]


class Rows(NamedTuple):
    """Questions beside papers: ids, mask, types and each token's sentence (-1: none), shape (rows, width)."""

    tokens: NDArray[np.int64]
    mask: NDArray[np.int64]
    types: NDArray[np.int64]
    places: NDArray[np.int64]


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


def together(pairs: Sequence[Pair], limit: int) -> Rows:
    """At most `limit` tokens a row."""
    read = [(one.tokens, *paper.text(limit - 3 - len(one.tokens))) for one, paper in pairs]
    width = -(-max(len(asked) + len(text) + 3 for asked, text, _ in read) // 8) * 8
    tokens, mask, types = (np.zeros((len(read), width), np.int64) for _ in range(3))
    places = np.full((len(read), width), -1, np.int64)
    for row, (asked, text, of) in enumerate(read):
        start = len(asked) + 2
        end = start + len(text) + 1
        tokens[row, :end] = [CLS, *asked, SEP, *text, SEP]
        mask[row, :end], types[row, start:end] = 1, 1
        places[row, start : end - 1] = of
    return Rows(tokens, mask, types, places)


def read(model: CrossEncoder, rows: Rows) -> tuple[Tensor, Tensor]:
    """Logits of shape (rows, 2), and the scores of the sentences, shape (rows, sentences), -inf where there is none."""
    tokens, mask, types, places = (torch.from_numpy(part).to(DEVICE, non_blocking=True) for part in rows)
    logits, token = model(tokens, mask, types)
    return logits, _of_sentences(token, places, max(int(rows.places.max()) + 1, 1))


def _of_sentences(token: Tensor, places: Tensor, count: int) -> Tensor:
    """The mean logit of each sentence's tokens."""
    hot = F.one_hot(places.clamp(min=0), count).float() * (places >= 0).unsqueeze(-1)
    found = hot.sum(1)
    scores = (hot * token.unsqueeze(-1)).sum(1) / found.clamp(min=1)
    return scores.masked_fill(found == 0, float("-inf"))


@torch.no_grad()
def score(
    model: CrossEncoder, pairs: Sequence[Pair], *, limit: int = 256, size: int = 512 if DEVICE == "cuda" else 64
) -> tuple[Tensor, list[Tensor]]:
    """Logits of shape (pairs, 2), and of each pair the scores of its sentences; in order, long ones read together."""
    model.eval()
    logits, sentences = torch.empty(len(pairs), 2), [torch.empty(0)] * len(pairs)
    order = sorted(range(len(pairs)), key=lambda place: pairs[place][1].length)
    for start in range(0, len(order), size):
        at = order[start : start + size]
        paper, of_each = read(model, together([pairs[place] for place in at], limit))
        logits[at] = paper.cpu()
        for place, found in zip(at, of_each.cpu(), strict=True):
            sentences[place] = found
    return logits, sentences
