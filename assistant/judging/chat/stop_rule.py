"""When a walk down the ranking may end, and how many relevant papers the unread rest holds.

The rule is Quant (Yang, Lewis and Frieder, "Heuristic stopping rules for technology-assisted review", DocEng 2021):
stop once the papers found are the wanted share of those found and those a model of relevance still expects in the
unread rest. Ours differs in two ways: the expectation is scaled by how the judge agreed with the model where it was
not sure, and a rest that more probably holds none than one ends the walk whatever the share. Why no knee and no test: a
batch has 10 papers and most lists hold under 10, with which the hypergeometric test of Callaghan and Müller-Hansen
(2020) reads nearly everything.

Measured over 278 papers with a judge that is always right (`python -m benchmarks.stopping`): mean recall of the 24 gold
lists and papers read for each, with the strict gold, and with the partly relevant papers counted in.

    rule                              strict   papers   lenient   papers
    the first 20                      0.951      20     0.790       20
    the first 40                      0.988      40     0.860       40
    two batches without a find        0.974      22     0.840       31
    four batches without a find       0.990      35     0.888       50
    hypergeometric test, recall 0.8   1.000     157     0.979      148
    this one                          1.000      50     0.918       70

The thresholds were chosen on these lists, whose questions the weights have seen. What the rule has over a fixed number
is that longer lists are read further down, and that it can tell what is left. Of 45 gold facts 44 were found, after 10
papers on average; 25 questions without an answer took 13 papers each.

Why: docs/decisions/0009-stop-when-dry.md
     docs/decisions/0037-what-counts-for-stopping.md
"""

from dataclasses import dataclass

from assistant.types import Completeness

UNSURE = 0.3  # P(relevant) under which a paper tells how the model errs, as the unread ones are; 0.2 to 0.5 do alike
_PRIOR = 1.0  # weight, in papers, of the model's word against what the judge found
_MISSED = 0.07  # share of the relevant papers that may be left unread
_EVEN = 0.69  # papers (ln 2, Poisson): a rest that more probably holds none than one
_LEAST = 10  # papers read in any case: a batch, before which agreement means nothing
_EMPTY = 20  # papers read before it is said that there is none, where none so far is even near
_NIL = 0.1  # papers: a rest from which nothing is expected, so that the first batch is enough for that
_NONE = 0.03  # papers expected in all, under which the question is about nothing here: gold answers begin at 0.08
_LEVEL = 0.95
METHOD = "found, and the rest by calibrated probabilities scaled to what was found (gamma-Poisson, negative binomial)"


@dataclass(frozen=True, slots=True)
class Tally:
    """Where a walk stands: papers `asked` about, and `found` relevant of those judged.

    `near`: those on the topic that do not answer. `surprises`: those found of which the model was not sure, and `seen`:
    how many of such papers it expected to be relevant. `waiting`, `rest` and `whole`: how many it expects of the papers
    whose answer is not back, of those not asked about, and of all candidates.
    """

    found: int
    asked: int
    surprises: int
    seen: float
    waiting: float
    rest: float
    whole: float
    near: int = 0

    @property
    def agreement(self) -> float:
        """How many relevant papers there are for each one the model expects: the mean of the gamma posterior."""
        return (_PRIOR + self.surprises) / (_PRIOR + self.seen)


def is_dry(tally: Tally) -> bool:
    """Whether what is left is worth no further batch."""
    rest, likely = tally.agreement * tally.rest, tally.found + tally.agreement * tally.waiting
    enough = likely >= _EVEN or tally.near or rest <= _NIL or tally.whole < _NONE
    return tally.asked >= (_LEAST if enough else _EMPTY) and rest <= max(_EVEN, _MISSED * (likely + rest))


def expects_more(tally: Tally) -> bool:
    """Whether the unread rest more probably holds a relevant paper than none."""
    return tally.agreement * tally.rest > _EVEN


def completeness(tally: Tally, *, judged: int, unjudged: int, corpus: int) -> Completeness:
    """How complete a list is whose `judged` papers have a verdict and `unjudged` candidates have none.

    Gamma-Poisson (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6): the relevant among papers of which the model
    expects S are Poisson with mean a·S; a, how the judge and the model agree, has a gamma prior of mean 1 and weight 1.
    Having found f where S was expected, those in a rest of R are negative binomial with mean R (1 + f) / (1 + S); the
    interval is between its quantiles. f and S are of the papers of which the model was not sure: on the others it
    agrees with any judge. It takes the judge's word for the papers judged, and a like agreement further down.
    With a judge that is always right the 95 % intervals held the number of gold papers in 24 of 24 lists, and in 20 of
    24 where the partly relevant papers count, a notion the model was not trained for (over the sample in 20).
    """
    rest = tally.rest + tally.waiting
    low, high = (
        min(unjudged, _quantile(_PRIOR + tally.surprises, (_PRIOR + tally.seen) / (_PRIOR + tally.seen + rest), q))
        for q in ((1 - _LEVEL) / 2, (1 + _LEVEL) / 2)
    )
    estimate = min(float(unjudged), tally.agreement * rest)
    found = tally.found
    return Completeness(found, judged, corpus, round(found + estimate, 1), found + low, found + high, _LEVEL, METHOD)


def _quantile(shape: float, p: float, q: float) -> int:
    """The least k with P(X <= k) >= q, X negative binomial: failures before the `shape`-th success of probability p."""
    k, mass = 0, p**shape
    reached = mass
    while reached < q and mass > 0:
        k += 1
        mass *= (k - 1 + shape) / k * (1 - p)
        reached += mass
    return k
