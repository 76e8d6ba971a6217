"""How sure a figure is: intervals around means, shares and differences."""

import math
import random
from collections.abc import Callable, Sequence

from assistant.evaluation.measures.metrics import mean

_Z = 1.959963984540054  # the 0.975 quantile of the normal distribution: 95 % lie within ± z
_RESAMPLES = 2_000
_SEED = 1


def bootstrap_interval(
    values: Sequence[float], *, level: float = 0.95, resamples: int = _RESAMPLES, seed: int = _SEED
) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean over questions (Efron & Tibshirani, 1993, ch. 13).

    Draws n values with replacement `resamples` times and returns the (1 ∓ level) / 2 quantiles of the means.
    The same values in the same order give the same interval. Where all values are equal it has no width,
    which says that the sample shows no spread and not that there is none. Raises `ValueError` for no values.
    """
    centre = mean(values)
    if min(values) == max(values):
        return centre, centre
    rng = random.Random(seed)
    means = sorted(sum(rng.choice(values) for _ in values) / len(values) for _ in range(resamples))
    return _quantiles(means, level)


def paired_interval(differences: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean difference of two runs over the same questions, each difference -1 to 1.

    The paired bootstrap: a draw takes a question with both its scores (Berg-Kirkpatrick, Burkett & Klein, 2012).
    Where all rose or fell by as much there is nothing to draw, and it is Wilson's of (1 + difference) / 2: a
    single question is no proof. Where none moved it has no width. Raises `ValueError` for no difference.
    """
    low, high = bootstrap_interval(differences)
    if low == high != 0:
        low, high = (2 * end - 1 for end in wilson_interval((1 + low) / 2, len(differences)))
    return low, high


def two_sample_interval(
    statistic: Callable[[Sequence[float], Sequence[float]], float],
    first: Sequence[float],
    second: Sequence[float],
    *,
    level: float = 0.95,
) -> tuple[float, float]:
    """Percentile bootstrap interval of a figure of two samples, each drawn from by itself (ibid., ch. 8.3)."""
    rng = random.Random(_SEED)
    drawn = (statistic(rng.choices(first, k=len(first)), rng.choices(second, k=len(second))) for _ in range(_RESAMPLES))
    return _quantiles(sorted(drawn), level)


def wilson_interval(share: float, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share of n (Wilson, 1927), which has a width at 0 and at 1 too:

        (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n)

    Of a mean of values between 0 and 1 it is at least as wide as it need be: none varies more than a share.
    Raises `ValueError` for n below 1.
    """
    if n < 1:
        raise ValueError("no values to take a share of")
    middle = share + _Z**2 / (2 * n)
    reach = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def _quantiles(ordered: Sequence[float], level: float) -> tuple[float, float]:
    low, high = int((1 - level) / 2 * len(ordered)), int((1 + level) / 2 * len(ordered))
    return ordered[low], ordered[min(high, len(ordered) - 1)]
