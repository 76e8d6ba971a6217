"""The encoder that both models are: six layers of MiniLM; and what is read off it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from benchmarks.encoders.data import DEVICE, masked
from benchmarks.encoders.weights import to_int8

WIDTH = 384


def make_bert(state: dict[str, Tensor], *, dropout: float = 0.1) -> BertModel:
    """With these weights. On processors eager attention trains fastest, and dropout takes a fifth of a step."""
    attention = "eager" if DEVICE == "cpu" else "sdpa"
    config = BertConfig(
        vocab_size=30522, hidden_size=WIDTH, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
        hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout, attn_implementation=attention,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    missing, _ = model.load_state_dict(state, strict=False)
    assert not [name for name in missing if "position_ids" not in name], missing
    return model.to(DEVICE)


def write_state(model: nn.Module, path: Path) -> None:
    np.savez(
        path, **to_int8({name: value.detach().float().cpu().numpy() for name, value in model.state_dict().items()})
    )


def mixed(first: dict[str, Tensor], second: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Weights between two models that began as one (Wortsman et al., 2022): `share` of the second."""
    return {name: first[name] * (1 - share) + second[name].to(first[name]) * share for name in first}


def hidden(model: BertModel, tokens: Tensor, mask: Tensor, types: Tensor | None = None) -> Tensor:
    """The last layer, float32, shape (rows, width, 384)."""
    with torch.autocast(DEVICE, dtype=torch.bfloat16):
        out = model(
            input_ids=tokens, attention_mask=mask, token_type_ids=torch.zeros_like(tokens) if types is None else types
        )
    return out.last_hidden_state.float()


def vectors(model: BertModel, tokens: Tensor, mask: Tensor) -> Tensor:
    """Unit rows: the mean over the tokens (Reimers and Gurevych, 2019), shape (rows, 384)."""
    part = mask.unsqueeze(-1).float()
    return F.normalize((hidden(model, tokens, mask) * part).sum(1) / part.sum(1), dim=-1)


@torch.no_grad()
def embed(model: BertModel, rows: Sequence[Sequence[int]], size: int = 512 if DEVICE == "cuda" else 32) -> Tensor:
    """Unit rows of every row, in order; long ones together, so that little is padded."""
    model.eval()
    order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    out = torch.empty(len(rows), WIDTH, device=DEVICE)
    for start in range(0, len(order), size):
        places = order[start : start + size]
        out[torch.tensor(places, device=DEVICE)] = vectors(model, *masked([rows[p] for p in places]))
    return out
