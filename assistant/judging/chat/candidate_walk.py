"""The books of one walk down the candidates: what was sent, what came back, whether to go on. Asks nothing.

Why: docs/decisions/0009-stop-when-dry.md
"""

from collections import deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from assistant.judging.chat.claimed_verdicts import Weighed, weigh, weigh_up
from assistant.judging.chat.request_packing import Pack, Purse
from assistant.judging.chat.requests import Batch
from assistant.judging.chat.stop_rule import UNSURE, Tally, completeness, expects_more, is_dry
from assistant.judging.embedded.prior_relevance import Expectation
from assistant.ports import Judgement
from assistant.types import Completeness, Kind, PaperId, Verdict

_GIVE_UP = 3  # batches in a row without a single verdict: the model will not do better on the next


class Walk:
    """`parts` are the requests that may be made, at most. Batches are entered in the order in which they were sent."""

    def __init__(self, expected: Expectation, parts: Sequence[Pack], budget: int, *, question: str) -> None:
        self._corpus, self._budget, self._purse = expected.corpus, budget, Purse(budget)
        self._chances = {paper.id: p for paper, p in zip(expected.papers, expected.probabilities, strict=True)}
        self._sent, self._unsent = list[Pack](), deque(parts)
        self._question = question
        self._batches: list[Batch] = []
        self._weighed: list[Weighed] = []

    @property
    def done(self) -> int:
        """Papers that were asked about and came back."""
        return len(self._weighed)

    def goes_on(self) -> bool:
        """Whether another request is worth making, by what came back so far."""
        left = bool(self._unsent) and self._purse.affords(self._unsent[0])
        return left and not self._gave_up() and not is_dry(self._tally())

    def send(self) -> Pack:
        part = self._unsent.popleft()
        self._purse.send(part)
        self._sent.append(part)
        return part

    def enter(self, batch: Batch) -> tuple[Verdict, ...]:
        """Gives those of the batch that are relevant."""
        self._purse.settle(self._sent[len(self._batches)], batch.usage)
        self._batches.append(batch)
        weighed = [weigh(paper, batch.claims.get(paper.id), question=self._question) for paper in batch.papers]
        self._weighed += weighed
        return tuple(w.verdict for w in weighed if w.verdict.relevance >= 2)

    def judgement(self, kind: Kind) -> Judgement:
        """The judgement, once all that was sent is back. Raises the first error where no paper has a verdict."""
        errors = [batch.error for batch in self._batches if batch.error]
        if errors and not any(batch.claims for batch in self._batches):
            raise errors[0]
        made = weigh_up(self._weighed, self._batches)
        complete = None if kind == "compare" else self._completeness()  # it asks for its sides, not for every paper
        return replace(made, completeness=complete, notes=(*made.notes, *self._why_ended()))

    def _gave_up(self) -> bool:
        last = self._batches[-_GIVE_UP:]
        return len(last) == _GIVE_UP and not any(batch.claims for batch in last)

    def _tally(self) -> Tally:
        sent = {paper.id for part in self._sent for paper in part.papers}
        back = {paper.id for batch in self._batches for paper in batch.papers}
        judged = {id for batch in self._batches for id in batch.claims}
        found = {w.verdict.paper.id for w in self._weighed if w.verdict.relevance >= 2}
        unsure = {id for id, p in self._chances.items() if p < UNSURE}
        return Tally(
            found=len(found),
            asked=len(sent),
            surprises=len(found & unsure),
            seen=self._expected(judged & unsure),
            waiting=self._expected(sent - back),
            rest=self._expected(self._chances.keys() - sent),
            whole=self._expected(self._chances.keys()),
            near=sum(w.verdict.relevance == 1 for w in self._weighed),
        )

    def _expected(self, papers: Set[PaperId]) -> float:
        return sum(p for id, p in self._chances.items() if id in papers)  # in one order: sums of floats depend on it

    def _completeness(self) -> Completeness:
        """Papers that were asked about in vain count as left."""
        judged = {id for batch in self._batches for id in batch.claims}
        left = self._chances.keys() - judged
        tally = replace(self._tally(), waiting=0.0, rest=self._expected(left))
        return completeness(tally, judged=len(judged), unjudged=len(left), corpus=self._corpus)

    def _why_ended(self) -> Iterator[str]:
        """What may be missing is said only where the unread rest is expected to hold something."""
        if is_dry(self._tally()):
            return
        if self._gave_up():
            yield f"Judging was given up after {_GIVE_UP} failures in a row; relevant papers may be missing."
        elif not expects_more(self._tally()):
            return
        elif self._unsent:
            yield (
                f"The token budget of {self._budget:,} ended the judging after {self.done} papers; relevant ones may "
                "be missing. ASSISTANT_TOKEN_BUDGET raises it."
            )
        elif self.done < len(self._chances):
            yield (
                f"Judging ended at its limit of {self.done} papers; relevant ones may be missing. "
                "ASSISTANT_JUDGE_LIMIT raises it."
            )
