"""The judge made by a chat model: walks down the candidates in batches until no more are to be found.

Knows no provider. `walk` keeps the books, `stopping` says when it ends, `packing` what it costs, `judge_call` asks.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from assistant.judging.chat.candidate_walk import Walk
from assistant.judging.chat.request_packing import pack
from assistant.judging.chat.requests import Batch, JudgeCall
from assistant.judging.embedded.prior_relevance import Expectation
from assistant.ports import ChatModel, Judgement, Stop, Tokens
from assistant.prompting.prompts import load_prompt
from assistant.types import Judged, Plan, RankedPaper

_BATCH = 10  # abstracts a call: about 3,000 tokens


class ChatJudge:
    """Satisfies `Judge`. Judges at most `limit` candidates and `budget` tokens, `parallel` calls at a time.

    Candidates come in the order of `expect`. What is asked next depends on the replies to the batches `parallel` before
    it, in their order, not on which reply comes first: like replies make like judgements. Where a batch fails, its
    papers are left at 0 with a note; where no batch succeeds, the error is raised.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        expect: Callable[[Plan, Sequence[RankedPaper]], Expectation],
        tokens: Tokens,
        limit: int,
        budget: int,
        parallel: int,
        batch: int = _BATCH,
    ) -> None:
        self._model, self._prompt, self._tokens, self._expect = model, load_prompt("judge"), tokens, expect
        self._limit, self._budget, self._parallel, self._batch = limit, budget, parallel, batch
        self.name = model.name
        self.prompts: Mapping[str, str] = {self._prompt.name: self._prompt.version}

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[Judged | Judgement]:
        expected = self._expect(plan, ranked)
        papers = expected.papers[: self._limit]
        if not papers:
            yield Judgement((), 0.0, stated=False)
            return
        call = JudgeCall(self._model, self._prompt, self._tokens, expected.excerpts)
        parts = pack(papers, size=call.entry_size, most=self._batch, frame=call.size(plan, ()))
        yield Judged(0, len(papers), min(self._budget, sum(part.tokens for part in parts)))
        walk = Walk(expected, parts, self._budget, question=plan.question)
        for batch in self._asked(call, plan, walk, stop):
            found = walk.enter(batch)
            yield Judged(walk.done, len(papers), found=found)
        if walk.done < len(papers):  # it ended early
            yield Judged(walk.done, walk.done)
        yield walk.judgement(plan.kind)

    def _asked(self, call: JudgeCall, plan: Plan, walk: Walk, stop: Stop | None) -> Iterator[Batch]:
        """The batches in the order they were sent. Leaving early, for whatever reason, cuts the calls that run."""
        left = _Left(stop)
        waiting: deque[Future[Batch]] = deque()
        pool = ThreadPoolExecutor(self._parallel, thread_name_prefix="judge")
        try:
            while True:
                while waiting and (len(waiting) == self._parallel or not walk.goes_on()):
                    yield waiting.popleft().result()
                if not walk.goes_on():
                    return
                waiting.append(pool.submit(call.ask, plan, walk.send().papers, left))
        finally:
            left.early.set()
            pool.shutdown(cancel_futures=True)


class _Left:
    """A stop of two causes: the caller's, and that nobody waits for the rest any more."""

    def __init__(self, stop: Stop | None) -> None:
        self._stop, self.early = stop, Event()

    def is_set(self) -> bool:
        return self.early.is_set() or (self._stop is not None and self._stop.is_set())
