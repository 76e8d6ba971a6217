"""Where a list ends, and how many papers belong in it."""

from collections.abc import Sequence
from itertools import accumulate
from math import sqrt

# A paper that a list leaves out is worse than one too many: its reader can skip, not guess. In cross-validation recall
# weighs twice as much as precision and the F1 hardly falls (docs/evaluation.md).
_BETA = 2.0


def best_cutoff(probabilities: Sequence[float], *, beta: float = _BETA) -> int:
    """How many of the first papers to list, so that the expected F-beta of the list is highest.

    `probabilities`: P(relevant) of each candidate, falling. The expectation at k is taken as the ratio of expectations,
    (1 + beta^2) * (sum of the first k) / (k + beta^2 * sum of all) (Lewis, SIGIR 1995; Ye et al., ICML 2012).
    0 only where there is no candidate.
    """
    total = sum(probabilities) * beta**2
    expected = [(1 + beta**2) * found / (k + total) for k, found in enumerate(accumulate(probabilities), start=1)]
    return expected.index(max(expected)) + 1 if expected else 0


def expected_relevant(probabilities: Sequence[float], *, z: float) -> tuple[float, float, float]:
    """How many of the candidates are relevant: the expectation, and the interval of `z` standard deviations around it.

    The number is a sum of independent trials of different probabilities (Poisson binomial; Le Cam, 1960): its mean is
    the sum of p, its variance the sum of p(1 - p). The interval is cut at 0 and at the number of candidates.
    """
    mean = sum(probabilities)
    spread = z * sqrt(sum(p * (1 - p) for p in probabilities))
    return mean, max(0.0, mean - spread), min(float(len(probabilities)), mean + spread)
