"""From a judgement to what is shown: the outcome, the papers, and which quotes the writer gets."""

from collections.abc import Sequence
from itertools import islice

from assistant.ports import Judgement
from assistant.types import Citation, Kind, Outcome, Verdict

_MOST_PAPERS: dict[Kind, int] = {"fact": 3, "compare": 4}  # else all that are relevant
_MOST_QUOTES: dict[Kind, int] = {"fact": 3, "compare": 12}  # of all papers together; else one a paper
_MOST_NEAR = 10  # papers named below a list
_NEAREST = 3  # papers shown where the abstracts do not say


def outcome_of(judgement: Judgement) -> Outcome:
    """answered: a relevant paper with a quote, and its abstract states it; not_stated: papers near, silent."""
    best = max((v.relevance for v in judgement.verdicts if v.quotes), default=0)
    if best >= 2 and judgement.stated:
        return "answered"
    return "not_stated" if best >= 1 else "not_covered"


def papers_shown(judgement: Judgement, outcome: Outcome, kind: Kind) -> list[Verdict]:
    """The verdicts the answer lists or relies on, best first; none where nothing is about the question."""
    if outcome == "answered":
        relevant = [v for v in judgement.verdicts if v.relevance >= 2 and v.quotes]
        return relevant[: _MOST_PAPERS.get(kind, len(relevant))]
    nearest = (v for v in judgement.verdicts if v.relevance >= 1 and v.quotes)
    return list(islice(nearest, _NEAREST)) if outcome == "not_stated" else []


def near_misses(judgement: Judgement, outcome: Outcome, kind: Kind) -> list[Verdict]:
    """The papers that a list just leaves out, best first."""
    if outcome != "answered" or kind in _MOST_QUOTES:
        return []
    return list(islice((v for v in judgement.verdicts if v.relevance == 1), _MOST_NEAR))


def quotes_for(verdicts: Sequence[Verdict], kind: Kind, outcome: Outcome) -> list[Citation]:
    """The quotes the writer may use, numbered from 1: each paper's best, then, but for lists, the next best."""
    best = [v.quotes[0] for v in verdicts]
    if outcome == "answered" and kind in _MOST_QUOTES:
        more = [quote for v in verdicts for quote in v.quotes[1:]]
        best = [*best, *more][: _MOST_QUOTES[kind]]
    return [Citation(number, quote) for number, quote in enumerate(best, start=1)]
