"""The flow from a question to an answer: plan, rank, judge, write, check. `stream` is the one way through it.

Why: docs/decisions/0016-sync-generators.md
"""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from itertools import islice

from assistant.answering.answerable import Gate
from assistant.answering.counting import NAME, look_up
from assistant.answering.direct_answers import KINDS, answer_directly
from assistant.answering.direct_answers import NAME as TOLD
from assistant.answering.judged_counts import CountWriter, in_order
from assistant.answering.near_copies import notes_on_copies
from assistant.answering.selection import (
    further_quotes,
    is_list,
    near_misses,
    one_a_text,
    outcome_of,
    papers_shown,
    quotes_for,
    within_scope,
)
from assistant.answering.standing import with_standing
from assistant.answering.timing import StepClock
from assistant.errors import UsageError
from assistant.ports import Embedder, Judge, Judgement, PaperIndex, Planner, Planning, Stop, Theme, Writer, heed
from assistant.recording.record import Recording
from assistant.recording.recording_ports import Ranker
from assistant.types import (
    Answer,
    Event,
    Filters,
    Finished,
    Paper,
    PaperId,
    Plan,
    Planned,
    Provenance,
    Ranked,
    RankedPaper,
    Started,
)
from assistant.understanding.planner import plain_plan
from assistant.understanding.reader import QuestionReader
from assistant.writing.draft import Draft
from assistant.writing.extractive_writer import ExtractiveWriter


class Assistant:
    """Answers questions over one index. One object serves any number of threads and conversations."""

    def __init__(
        self,
        *,
        index: PaperIndex,
        embedder: Embedder,
        planner: Planner,
        judge: Judge,
        writer: Writer,
        rank: Ranker,
        mode: str,
        recorded: Callable[[Recording], "Assistant"],
        clock: Callable[[], float],
        gate: Gate,
        reader: QuestionReader,
        themes: Callable[[], Sequence[Theme]],
    ) -> None:
        self._index, self._embedder, self._rank = index, embedder, rank
        self._gate, self._reader, self._themes = gate, reader, themes
        self._recorded = recorded  # the same assistant, heard by a recording
        self._planner, self._judge, self._writer = planner, judge, writer
        self.mode, self._clock = mode, clock  # `mode`: one line for the reader, who answers and what leaves the machine

    @property
    def provenance(self) -> Provenance:
        """Who makes the answers."""
        return self._made_by(self._judge.name, self._writer.name)

    def _made_by(self, judge: str, writer: str) -> Provenance:
        prompts = {**self._planner.prompts, **self._judge.prompts, **self._writer.prompts}
        return Provenance(judge, writer, self._embedder.name, prompts)

    def count(self) -> int:
        """Papers in the index. Raises `IndexError_` where a question could not be answered from it either."""
        self._index.select(Filters())  # looks whether another process has written since
        return self._index.count()

    def some_papers(self, limit: int) -> list[Paper]:
        """The first `limit` papers of the index."""
        return list(islice(self._index.list_papers(), limit))

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
    ) -> Answer:
        """The last event of `stream`: the whole answer. Nobody has read a sentence of it before: what a second look
        doubts is repaired or, unless ASSISTANT_UNSUPPORTED says "mark", left out.
        """
        *_, last = self.stream(question, history, filters=filters, stop=stop, recording=recording, whole=True)
        assert isinstance(last, Finished)
        return last.answer

    def search(self, question: str, k: int = 20, *, filters: Filters | None = None) -> list[RankedPaper]:
        """The k best papers for a question, unjudged; fewer only where the corpus, or the filter, has fewer.
        Of a paper with many near-copies only the first is given.
        """
        if k < 1:
            raise UsageError(f"k={k} asks for no paper", hint="Ask for 1 or more.")
        asked = self._index.mended(question)
        ranked, _ = self._rank(plain_plan(asked, self._reader.read(asked), filters))
        return list(ranked[:k])

    def answerable(self, question: str, about: Collection[PaperId] = ()) -> bool:
        """Whether the papers would answer this, among them all those it is `about`; no chat model is asked."""
        return self._gate(question, about)

    def stream(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
        whole: bool = False,
    ) -> Iterator[Event]:
        """The events of one answer, `Finished` last. `history`: the earlier answers of the conversation.

        With `whole` no sentence is given away before all are checked. A `recording`, a new one for each answer,
        can be saved after the last event. Raises `UsageError` for an unusable question, `ProviderError` where a
        configured model refuses to serve, `Stopped` after `stop` was set.
        """
        if recording is not None:
            events = self._recorded(recording).stream(question, history, filters=filters, stop=stop, whole=whole)
            yield from recording.follow(question, history, filters, events, whole=whole)
            return
        for event in self._events(question, history, filters, stop, whole):
            yield Finished(with_standing(event.answer)) if isinstance(event, Finished) else event

    def _events(
        self, question: str, history: Sequence[Answer], filters: Filters | None, stop: Stop | None, whole: bool
    ) -> Iterator[Event]:
        steps = StepClock(self._clock)
        yield Started(question)
        with steps("plan"):
            planning = self._planner.plan(question, history, filters, stop=stop)
        plan = planning.plan
        yield Planned(plan)
        if plan.lookup is not None:
            yield from self._counted(question, planning, steps)
            return
        if plan.kind in KINDS:
            yield from self._told(question, planning, steps)
            return
        with steps("rank"):
            ranked, undated = self._rank(plan)
        yield Ranked(ranked)
        with steps("judge"):
            judged = yield from self._judged(plan, ranked, stop)
            judgement = within_scope(one_a_text(in_order(judged, plan)), self._index.select(plan.filters))
        notes = (*planning.notes, *_note_undated(undated), *_note_pending(self._index.pending()), *judgement.notes)
        yield from self._written(question, planning, judgement, notes, steps, stop, whole)

    def _counted(self, question: str, planning: Planning, steps: StepClock) -> Iterator[Event]:
        """What no one has to judge, and no model counts."""
        plan = planning.plan
        with steps("count"):
            found = look_up(plan, index=self._index)
        draft = Draft(plan, found.verdicts, found.quotes)
        with steps("write"):
            yield from draft.tell(found.lines())
        yield Finished(
            Answer(
                question=question,
                plan=plan,
                outcome="answered" if found.total or plan.kind == "count" else "not_covered",
                text=draft.text,
                citations=draft.citations,
                verdicts=found.verdicts,
                confidence=1.0,
                completeness=found.completeness,
                notes=(*planning.notes, *found.notes()),
                provenance=Provenance(NAME, NAME, self._embedder.name, dict(self._planner.prompts)),
                usage=planning.usage,
                seconds=steps.total,
                steps=steps.seconds,
            )
        )

    def _told(self, question: str, planning: Planning, steps: StepClock) -> Iterator[Event]:
        """What is known without ranking and judging papers."""
        plan = planning.plan
        with steps("look"):
            found = answer_directly(plan, index=self._index, themes=self._themes)
        draft = Draft(plan, found.verdicts, found.quotes)
        with steps("write"):
            yield from draft.tell(found.lines)
        yield Finished(
            Answer(
                question=question,
                plan=plan,
                outcome=found.outcome,
                text=draft.text,
                citations=draft.citations,
                verdicts=found.verdicts,
                confidence=1.0,
                completeness=None,
                notes=planning.notes,
                provenance=Provenance(TOLD, TOLD, self._embedder.name, dict(self._planner.prompts)),
                usage=planning.usage,
                seconds=steps.total,
                steps=steps.seconds,
            )
        )

    def _judged(
        self, plan: Plan, ranked: Sequence[RankedPaper], stop: Stop | None
    ) -> Generator[Event, None, Judgement]:
        judgement = Judgement((), 0.0, stated=False)
        for step in self._judge.judge(plan, ranked, stop=stop):
            heed(stop)
            if isinstance(step, Judgement):
                judgement = step
            else:
                yield step
        return judgement

    def _written(
        self,
        question: str,
        planning: Planning,
        judgement: Judgement,
        notes: tuple[str, ...],
        steps: StepClock,
        stop: Stop | None,
        whole: bool,
    ) -> Iterator[Event]:
        plan, outcome = planning.plan, outcome_of(judgement)
        writer = ExtractiveWriter() if judgement.instead else self._writer
        writer = CountWriter() if plan.kind == "count" else writer  # a model never counts
        verdicts = papers_shown(judgement, outcome)
        quotes = quotes_for(verdicts, plan.kind, outcome)
        draft = Draft(plan, verdicts, quotes, further_quotes(verdicts, quotes))
        listed = outcome == "answered" and is_list(verdicts, plan.kind)
        with steps("write"):
            if outcome == "answered":
                yield from draft.answer(writer, stop, whole=whole)
            else:
                yield from draft.refuse(outcome, writer, stop)
        yield Finished(
            Answer(
                question=question,
                plan=plan,
                outcome=outcome,
                text=draft.text,
                citations=draft.citations,
                verdicts=tuple(verdicts),
                confidence=judgement.confidence,
                completeness=judgement.completeness if listed else None,
                notes=(*notes, *draft.notes, *notes_on_copies(verdicts)),
                provenance=self._made_by(judgement.instead or self._judge.name, writer.name),
                usage=planning.usage + judgement.usage + draft.usage,
                seconds=steps.total,
                steps=steps.seconds,
                near=tuple(near_misses(judgement)) if listed else (),
                checks=draft.checks,
            )
        )


def _note_undated(undated: int) -> tuple[str, ...]:
    if not undated:
        return ()
    return (f"{undated:,} paper{'s have' if undated > 1 else ' has'} no date and could not pass the date filter.",)


def _note_pending(pending: int) -> tuple[str, ...]:
    if not pending:
        return ()
    why = "they are being indexed, `assistant index` was interrupted, or the index was rebuilt since this was started"
    return (f"{pending:,} papers are not searched yet: {why}.",)
