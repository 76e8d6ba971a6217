"""Vectors as rows of a matrix that is not written any more, and of a small one with what came since.

Why: docs/decisions/0063-vectors-are-brought-up-to-date.md
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.ports import Vectors

Rows = NDArray[np.int64]
# OpenBLAS adds up the last rows of a matrix, where they are no four, in another order: filled up, each row's product is
# the same wherever it stands, and among how many; also where 2, 4, 8 or 16 threads share them.
_FILLED_TO = 64
_APART = 0.1  # of the rows: from here on they are laid anew


@dataclass(frozen=True, eq=False, slots=True)  # arrays are compared place by place
class Stacked:
    """`at`: of each row its place in `base`, or, from len(base) on, in `since`. Both have a multiple of 64 rows."""

    base: Vectors
    since: Vectors
    at: Rows

    def __matmul__(self, vector: Vectors) -> Vectors:
        """The product of each row, shape (rows,)."""
        products: Vectors = self.base @ vector
        if len(self.since):
            products = np.concatenate([products, self.since @ vector])
        return products[self.at]

    def take(self, rows: Rows) -> Vectors:
        at = self.at[rows]
        late = at >= len(self.base)
        found: Vectors = self.base[np.where(late, 0, at)]
        if late.any():
            found[late] = self.since[at[late] - len(self.base)]
        return found

    def with_rows(self, rows: Rows, added: Vectors) -> "Stacked":
        """Of these rows, those from len(at) on being the rows of `added`; `base` is not copied."""
        pool = np.concatenate([self.since, added])
        places = np.concatenate([self.at, np.arange(len(added)) + len(self.base) + len(self.since)])
        at = places[rows]
        apart = at >= len(self.base)
        since = pool[at[apart] - len(self.base)]
        at[apart] = np.arange(len(since)) + len(self.base)
        return Stacked(self.base, _filled(since) if len(since) else since, at)

    @property
    def is_scattered(self) -> bool:
        """Whether much of the base is gone, or much came since."""
        here = int((self.at < len(self.base)).sum())
        return len(self.at) - here + len(self.base) - here > max(_FILLED_TO, _APART * len(self.at))

    def laid_anew(self) -> "Stacked":
        n = len(self.at)
        base = empty(n, self.base.shape[1])
        base[:n] = self.take(np.arange(n))
        return stacked(base, n)


def stacked(base: Vectors, rows: int) -> Stacked:
    """The first `rows` of a base that is filled up."""
    return Stacked(base, base[:0], np.arange(rows))


def empty(rows: int, dim: int) -> Vectors:
    """With room for that many rows, filled up by rows of zeros; there is always one."""
    return np.zeros((max(_FILLED_TO, rows + -rows % _FILLED_TO), dim), np.float32)


def _filled(vectors: Vectors) -> Vectors:
    made = empty(*vectors.shape)
    made[: len(vectors)] = vectors
    return made
