"""Steps of training until the time is up."""

import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

_TOLD = 100  # steps between two lines


def train_for(
    seconds: float, model: nn.Module, losses: Callable[[], Tensor], weights: Sequence[float], *, rate: float,
    say: Callable[[str], None],
) -> int:  # fmt: skip
    """AdamW on the weighted sum of `losses`, its rate rising for a twentieth of the time, then falling; the number of
    steps.
    """
    learned = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=rate, weight_decay=0.01)
    model.train()
    begun, steps, told = time.time(), 0, list[Tensor]()
    while (gone := (time.time() - begun) / seconds) < 1:
        optimizer.param_groups[0]["lr"] = rate * min(1, gone * 20 + 0.02) * max(0.02, 1 - gone)
        found = losses()
        (found * torch.tensor(weights, device=found.device)).sum().backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps += 1
        told.append(found.detach())
        if len(told) == _TOLD:
            say(f"  step {steps} ({gone:.0%}) losses {[round(x, 3) for x in torch.stack(told).mean(0).tolist()]}")
            told.clear()
    model.eval()
    return steps
