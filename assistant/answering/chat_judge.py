"""The judge made by a chat model: asks about the candidates in batches. Knows no provider."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

from assistant.answering.fencing import as_data, new_fence
from assistant.answering.judge_reply import SCHEMA, read_claims
from assistant.answering.prompts import load_prompt
from assistant.answering.weighing import Batch, weigh
from assistant.errors import ProviderError, ProviderNonsense
from assistant.ports import ChatModel, Judgement, Message, Reply, Stop, heed
from assistant.types import Paper, Plan, RankedPaper, Usage

_BATCH = 5  # abstracts a call: about 1,500 tokens
_TRIES = 2  # for a reply of another form; what the network does is retried below us


class ChatJudge:
    """Satisfies `Judge`. Judges the first `limit` candidates, `batch` in a call, `parallel` calls at a time.

    Where a batch fails, its papers are left at 0 with a note; where every batch fails, the error is raised.
    """

    def __init__(self, model: ChatModel, *, limit: int, parallel: int, batch: int = _BATCH) -> None:
        self._model, self._limit, self._parallel, self._batch = model, limit, parallel, batch
        self._prompt = load_prompt("judge")
        self.name = model.name
        self.prompts: Mapping[str, str] = {self._prompt.name: self._prompt.version}

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[tuple[int, int] | Judgement]:
        papers = [candidate.paper for candidate in ranked[: self._limit]]
        batches: list[Batch] = []
        for batch in self._asked(plan, papers, stop):
            batches.append(batch)
            yield sum(len(b.papers) for b in batches), len(papers)
        errors = [batch.error for batch in batches if batch.error]
        if errors and len(errors) == len(batches):
            raise errors[0]
        yield weigh(papers, batches)

    def _asked(self, plan: Plan, papers: Sequence[Paper], stop: Stop | None) -> Iterator[Batch]:
        """The batches as they finish. Leaving early, for whatever reason, cuts the calls that still run."""
        left = _Left(stop)
        pool = ThreadPoolExecutor(self._parallel, thread_name_prefix="judge")
        try:
            parts = (tuple(papers[i : i + self._batch]) for i in range(0, len(papers), self._batch))
            calls = [pool.submit(self._ask, plan, part, left) for part in parts]
            for call in as_completed(calls):
                yield call.result()
        finally:
            left.early.set()
            pool.shutdown(cancel_futures=True)

    def _ask(self, plan: Plan, papers: tuple[Paper, ...], stop: Stop) -> Batch:
        usage, error = Usage(), None
        for _ in range(_TRIES):
            heed(stop)
            try:
                reply = self._model.complete(self._messages(plan, papers), schema=SCHEMA, stop=stop)
                usage += reply.usage
                return self._read(papers, reply, usage)
            except ProviderNonsense as nonsense:
                error = nonsense
            except ProviderError as failure:
                return Batch(papers, {}, usage, failure)
        return Batch(papers, {}, usage, error)

    def _read(self, papers: tuple[Paper, ...], reply: Reply, usage: Usage) -> Batch:
        try:
            claims = read_claims(reply.text, frozenset(range(1, len(papers) + 1)))
        except ValueError as error:
            raise ProviderNonsense(
                f"{self.name} does not keep to the judge's form: {error}", hint="Ask again, or use another model."
            ) from error
        return Batch(papers, {papers[number - 1].id: claim for number, claim in claims.items()}, usage)

    def _messages(self, plan: Plan, papers: Sequence[Paper]) -> tuple[Message, ...]:
        entries = [f"{n}. {as_data(p.title)}\n{as_data(p.abstract)}" for n, p in enumerate(papers, start=1)]
        blanks = {"fence": new_fence(), "question": as_data(plan.question), "papers": "\n\n".join(entries)}
        return self._prompt.render(blanks)


class _Left:
    """A stop of two causes: the caller's, and that nobody waits for the rest any more."""

    def __init__(self, stop: Stop | None) -> None:
        self._stop, self.early = stop, Event()

    def is_set(self) -> bool:
        return self.early.is_set() or (self._stop is not None and self._stop.is_set())
