"""Where a list ends. Knows only probabilities."""

from collections.abc import Sequence
from itertools import accumulate


def best_cutoff(probabilities: Sequence[float]) -> int:
    """How many of the first papers to list, so that the expected F1 of the list is highest.

    `probabilities`: P(relevant) of each candidate, falling. The expectation of F1 at k is taken as
    2 * (sum of the first k) / (k + sum of all), the ratio of expectations (Lewis, SIGIR 1995; Ye et al., ICML 2012).
    0 only where there is no candidate.
    """
    total = sum(probabilities)
    expected = [2 * found / (k + total) for k, found in enumerate(accumulate(probabilities), start=1)]
    return expected.index(max(expected)) + 1 if expected else 0
