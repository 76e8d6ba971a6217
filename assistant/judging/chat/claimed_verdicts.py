"""From a chat model's claims to verdicts: a claim counts as far as its quotes stand in the abstract."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.leaks import leaks
from assistant.checking.names import holds_name, names_in
from assistant.checking.quote_search import find_quote
from assistant.judging.chat.replies import Claim
from assistant.judging.chat.requests import Batch
from assistant.ports import Judgement
from assistant.text.answer_text import shown
from assistant.text.marks import plain_text
from assistant.types import Paper, Quote, Usage, Verdict

_MOST_QUOTES = 3  # a paper
_MOST_CLAIMS = 10  # a paper: more quotes than this are not even looked up
_REASON = 200  # characters kept of the model's reason
_NO_QUOTATION = str.maketrans("", "", '“”„"«»')  # only what was checked is shown as a quote
_UNPROVEN = "nothing that its abstract says was shown to answer"

# P(relevant) behind relevance 0 to 3. Stated, not fitted: each model grades in its own way, and none ships with this
# program. They only order papers and make `confidence`; which papers are listed depends on the relevance alone. How
# well `confidence` holds for the model in use is what `assistant eval` measures.
_SCORES = (0.02, 0.2, 0.7, 0.95)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict; how many quotes were claimed for it, and how many of them stand nowhere in the abstract."""

    verdict: Verdict
    claimed: int = 0
    invented: int = 0


def weigh(paper: Paper, claim: Claim | None, *, question: str = "") -> Weighed:
    """The verdict on a paper: relevant (2, 3) only with a verified quote, 0 where nothing was claimed.

    The reason may name what the paper and the `question` name, and no more: it may have been told by another paper.
    """
    if claim is None:
        return Weighed(Verdict(paper, 0, _SCORES[0]))
    found = [find_quote(paper, text) for text in claim.quotes[:_MOST_CLAIMS]]
    quotes = _apart(quote for quote in found if quote)[:_MOST_QUOTES]
    relevance = claim.relevance if quotes else min(claim.relevance, 1)
    reason = _shown_reason(claim.reason, f"{question} \n{paper.title} \n{paper.abstract}")
    verdict = Verdict(
        paper,
        relevance,
        _SCORES[relevance],
        quotes if relevance else (),
        reason if relevance == claim.relevance else _UNPROVEN,
    )
    return Weighed(verdict, len(found), found.count(None))


def _shown_reason(said: str, known: str) -> str:
    """The model's reason as it may stand beside its paper: no markup, no mark, no quotation, nothing of the prompt."""
    plain = shown(plain_text(said[: 2 * _REASON]).translate(_NO_QUOTATION))
    foreign = any(not name.plain and not holds_name(known, name.text) for name in names_in(plain))
    return "" if foreign or leaks(plain) else plain[:_REASON]


def weigh_up(weighed: Sequence[Weighed], batches: Sequence[Batch]) -> Judgement:
    """The judgement on papers given in the order they were asked about, which settles equal scores.

    `confidence`: the chance that at least one relevant paper is right, taken as independent; without one, the best
    score.
    """
    verdicts = sorted((w.verdict for w in weighed), key=lambda v: v.score, reverse=True)
    relevant = [v.score for v in verdicts if v.relevance >= 2]
    best = max((v.score for v in verdicts), default=0.0)
    return Judgement(
        verdicts=tuple(verdicts),
        confidence=1 - math.prod(1 - score for score in relevant) if relevant else best,
        stated=bool(relevant),
        usage=sum((batch.usage for batch in batches), Usage()),
        notes=tuple(_notes(batches, weighed)),
    )


def _apart(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Without those that overlap an earlier one."""
    kept: list[Quote] = []
    for quote in quotes:
        if all(quote.end <= other.start or other.end <= quote.start for other in kept):
            kept.append(quote)
    return tuple(kept)


def _notes(batches: Sequence[Batch], weighed: Sequence[Weighed]) -> Iterator[str]:
    if invented := sum(w.invented for w in weighed):
        claimed = sum(w.claimed for w in weighed)
        yield f"{invented} of the judge's {claimed} quotes did not stand in their abstracts and were dropped."
    silent = 0
    for batch in batches:
        without = sum(paper.id not in batch.claims for paper in batch.papers)
        if batch.error and without:
            yield f"{_papers(without)} could not be judged: {batch.error.message}."
        else:
            silent += without
    if silent:
        yield f"The judge said nothing of {_papers(silent)}."
    if cut := sum(batch.cut for batch in batches):
        yield f"Of {_papers(cut)} the judge read only the beginning: the abstract was too long."


def _papers(count: int) -> str:
    return f"{count} paper{'s' * (count != 1)}"
