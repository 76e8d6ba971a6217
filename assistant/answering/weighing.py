"""From a chat model's claims to verdicts: a claim counts as far as its quotes stand in the abstract. Pure."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.judge_reply import Claim
from assistant.answering.marks import plain_text
from assistant.answering.quoting import find_quote
from assistant.errors import ProviderError
from assistant.ports import Judgement
from assistant.types import Paper, PaperId, Quote, Usage, Verdict

_MOST_QUOTES = 3  # a paper
_MOST_CLAIMS = 10  # a paper: more quotes than this are not even looked up
_REASON = 200  # characters kept of the model's reason

# P(relevant) behind relevance 0 to 3. Provisional: round guesses until calibrated on judged questions.
_SCORES = (0.02, 0.2, 0.7, 0.95)


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of one call. Where nothing usable did, `claims` is empty and `error` says why."""

    papers: tuple[Paper, ...]
    claims: Mapping[PaperId, Claim]
    usage: Usage = Usage()
    error: ProviderError | None = None


def weigh(papers: Sequence[Paper], batches: Sequence[Batch]) -> Judgement:
    """The judgement on `papers`, given in their ranking, which settles equal scores.

    A paper is relevant (2, 3) only with a verified quote. `confidence` is provisional, as the scores are:
    the chance that at least one relevant paper is right, taken as independent; without any, the best score.
    """
    weighed = [_weighed(paper, _claim_on(paper, batches)) for paper in papers]
    verdicts = sorted((verdict for verdict, _ in weighed), key=lambda v: v.score, reverse=True)
    relevant = [v.score for v in verdicts if v.relevance >= 2]
    best = max((v.score for v in verdicts), default=0.0)
    return Judgement(
        verdicts=tuple(verdicts),
        confidence=1 - math.prod(1 - score for score in relevant) if relevant else best,
        stated=bool(relevant),
        usage=sum((batch.usage for batch in batches), Usage()),
        notes=tuple(_notes(batches, [found for _, found in weighed])),
    )


def _claim_on(paper: Paper, batches: Sequence[Batch]) -> Claim | None:
    return next((batch.claims[paper.id] for batch in batches if paper.id in batch.claims), None)


def _weighed(paper: Paper, claim: Claim | None) -> tuple[Verdict, list[Quote | None]]:
    """The verdict, and each claimed quote as it was found, None where it was not."""
    if claim is None:
        return Verdict(paper, 0, _SCORES[0]), []
    found = [find_quote(paper, text) for text in claim.quotes[:_MOST_CLAIMS]]
    quotes = _apart(quote for quote in found if quote)[:_MOST_QUOTES]
    relevance = claim.relevance if quotes else min(claim.relevance, 1)
    reason = " ".join(plain_text(claim.reason[: 2 * _REASON]).split())[:_REASON]
    return Verdict(paper, relevance, _SCORES[relevance], quotes if relevance else (), reason), found


def _apart(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Without those that overlap an earlier one."""
    kept: list[Quote] = []
    for quote in quotes:
        if all(quote.end <= other.start or other.end <= quote.start for other in kept):
            kept.append(quote)
    return tuple(kept)


def _notes(batches: Sequence[Batch], quotes: Sequence[Sequence[Quote | None]]) -> Iterator[str]:
    claimed = sum(map(len, quotes))
    if invented := sum(of_paper.count(None) for of_paper in quotes):
        yield f"{invented} of the judge's {claimed} quotes did not stand in their abstracts and were dropped."
    for batch in batches:
        if batch.error:
            yield f"{_papers(len(batch.papers))} could not be judged: {batch.error.message}."
    if silent := sum(paper.id not in batch.claims for batch in batches if not batch.error for paper in batch.papers):
        yield f"The judge said nothing of {_papers(silent)}."


def _papers(count: int) -> str:
    return f"{count} paper{'s' * (count != 1)}"
