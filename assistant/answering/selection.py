"""From a judgement to what is shown: the outcome, the papers, and which quotes the writer gets."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from assistant.ports import Judgement, Selection
from assistant.types import Citation, Completeness, Kind, Outcome, Verdict

_MOST_QUOTES: dict[Kind, int] = {"fact": 3, "compare": 12}  # of all papers together; else all of each
_FACTS, _SIDES = 3, 4  # papers whose quotes a writer gets for a fact, and for a comparison; the others follow below
_MOST_NEAR = 10  # papers named below a list
_TELLING = 80  # characters from which two equal abstracts are one paper's
_NEAREST = 3  # papers shown where the abstracts do not say


def one_a_text(judgement: Judgement) -> Judgement:
    """The judgement without papers whose abstract a better one has too: the same paper with its title in another
    language."""
    kept: dict[str, Verdict] = {}
    for verdict in judgement.verdicts:
        kept.setdefault(_text_of(verdict), verdict)
    again = sum(v.relevance >= 2 for v in judgement.verdicts) - sum(v.relevance >= 2 for v in kept.values())
    told = judgement.completeness
    return replace(judgement, verdicts=tuple(kept.values()), completeness=told and _fewer(told, again))


def _fewer(told: Completeness, papers: int) -> Completeness:
    estimate, low, high = (max(value - papers, 0.0) for value in (told.estimate, told.low, told.high))
    return replace(told, found=told.found - papers, estimate=estimate, low=low, high=high)


def _text_of(verdict: Verdict) -> str:
    text = " ".join(verdict.paper.abstract.casefold().split())
    return text if len(text) >= _TELLING else verdict.paper.id


def within_scope(judgement: Judgement, selection: Selection) -> Judgement:
    """The judgement, its completeness told among the papers that were asked about, not among all."""
    told = judgement.completeness
    if told is None or selection.ids is None:
        return judgement
    return replace(judgement, completeness=replace(told, corpus=len(selection.ids)))


def outcome_of(judgement: Judgement) -> Outcome:
    """answered: a relevant paper with a quote, and its abstract states it; not_stated: papers near, silent."""
    best = max((v.relevance for v in judgement.verdicts if v.quotes), default=0)
    if best >= 2 and judgement.stated:
        return "answered"
    return "not_stated" if best >= 1 else "not_covered"


def papers_shown(judgement: Judgement, outcome: Outcome) -> list[Verdict]:
    """The verdicts the answer lists or relies on, best first; none where nothing is about the question.

    No paper that was graded relevant is left out, whatever the kind of the question.
    """
    if outcome == "answered":
        return [v for v in judgement.verdicts if v.relevance >= 2 and v.quotes]
    near = [v for v in judgement.verdicts if v.relevance >= 1 and v.quotes] if outcome == "not_stated" else []
    return sorted(near, key=lambda v: (-v.relevance, not v.reason))[:_NEAREST]  # one that says what it lacks first


def is_list(verdicts: Sequence[Verdict], kind: Kind) -> bool:
    """Whether the papers stand as a list, which says what it just leaves out and how complete it is."""
    return kind not in _MOST_QUOTES or (kind == "fact" and len(verdicts) > _FACTS)


def near_misses(judgement: Judgement) -> list[Verdict]:
    """The papers that a list just leaves out, best first."""
    return list(islice((v for v in judgement.verdicts if v.relevance == 1), _MOST_NEAR))


def quotes_for(verdicts: Sequence[Verdict], kind: Kind, outcome: Outcome) -> list[Citation]:
    """The quotes the writer may use, numbered from 1: all of a list's papers, paper by paper; for a fact or a
    comparison each paper's best, then the next best; where nothing answers the best alone.
    """
    best = [v.quotes[0] for v in verdicts]
    if outcome == "answered" and kind not in _MOST_QUOTES:
        best = [quote for v in verdicts for quote in v.quotes]
    elif outcome == "answered":
        told = verdicts[: _FACTS if kind == "fact" else _SIDES]
        best = [v.quotes[0] for v in told]
        more = [quote for v in told for quote in v.quotes[1:]]
        best = [*best, *more][: _MOST_QUOTES[kind]]
    return [Citation(number, quote) for number, quote in enumerate(best, start=1)]


def further_quotes(verdicts: Sequence[Verdict], quotes: Sequence[Citation]) -> list[Citation]:
    """The best quote of each paper that none of `quotes` is of, numbered on."""
    told = {citation.quote.paper.id for citation in quotes}
    left = [v.quotes[0] for v in verdicts if v.paper.id not in told]
    return [Citation(number, quote) for number, quote in enumerate(left, start=len(quotes) + 1)]
