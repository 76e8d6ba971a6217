"""The training of the cross-encoder.

The paper is learned listwise against mined neighbours (InfoNCE), since a pointwise loss costs as much as a smaller
model would (arXiv 2603.03010).
"""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from benchmarks.encoders.cross import CrossEncoder, read
from benchmarks.encoders.data import DEVICE
from benchmarks.encoders.examples import Batch, Examples, Shape
from benchmarks.encoders.steps import train_for

_STATED, _SENTENCE, _WRONG = 0.7, 0.4, 0.2  # weights of the losses beside the ranking's; of wrong papers as not stating
_WORKERS = 10 if DEVICE == "cuda" else 0


class _Batches(IterableDataset[Batch]):
    def __init__(self, examples: Callable[[int], Examples], shape: Shape) -> None:
        self._examples, self._shape = examples, shape

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        examples = self._examples(worker.id if worker else 0)
        while True:
            yield examples.batch(self._shape)


def train_cross(
    model: CrossEncoder, examples: Callable[[int], Examples], shape: Shape, *, seconds: float, rate: float,
    say: Callable[[str], None],
) -> int:  # fmt: skip
    """Trains for about so long; the number of steps. `examples`: of a seed."""
    batches = iter(DataLoader(_Batches(examples, shape), batch_size=None, num_workers=_WORKERS, collate_fn=_as_it_is))
    weights = (1.0, _STATED, _SENTENCE)
    return train_for(seconds, model, lambda: _losses(model, next(batches)), weights, rate=rate, say=say)


def _losses(model: CrossEncoder, batch: Batch) -> Tensor:
    """Of the paper, of its stating the answer, of the sentence; shape (3,)."""
    logits, sentences = read(model, batch.rows)
    stated, answers = (torch.from_numpy(part).to(DEVICE, non_blocking=True) for part in (batch.stated, batch.answers))
    own = len(logits) - len(stated)
    lists = logits[:own].view(batch.lists, -1, 2)
    ranked = F.cross_entropy(lists[:, :, 0], torch.zeros(batch.lists, dtype=torch.long, device=DEVICE))
    told = F.binary_cross_entropy_with_logits(logits[own:, 1], stated) if len(stated) else logits.sum() * 0
    wrong = lists[:, 1:, 1]
    told = told + _WRONG * F.binary_cross_entropy_with_logits(wrong, torch.zeros_like(wrong))
    return torch.stack([ranked, told, _of_sentences(sentences, answers)])


def _of_sentences(scores: Tensor, answers: Tensor) -> Tensor:
    """Minus the log of the share that the answering sentences have of all, over the rows with any."""
    odds = F.log_softmax(scores.clamp(min=-1e4), dim=-1)
    marked = (answers > 0) & torch.isfinite(scores)
    share = torch.logsumexp(odds.masked_fill(~marked, -1e4), dim=-1)
    some = marked.any(-1).float()
    return -(share * some).sum() / some.sum().clamp(min=1)


def _as_it_is(batch: Batch) -> Batch:
    return batch
