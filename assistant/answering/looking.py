"""The papers that answer a question, of all or of some that are new: planned, ranked and judged as those of a list.

A few papers are judged that need not be new: how near a paper is, is told by comparison with the best there is. Among
new papers alone the nearest would always look near.

Why: docs/decisions/0049-what-is-new-is-judged-beside-what-is-known.md
"""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, replace

from assistant.answering.counting import look_up
from assistant.answering.direct_answers import KINDS
from assistant.answering.near_copies import notes_on_copies
from assistant.answering.selection import one_a_text, outcome_of, papers_shown, quotes_for
from assistant.errors import ProviderError, UsageError
from assistant.ports import Judge, Judgement, PaperIndex, Planner, Stop, Writer, heed
from assistant.recording.recording_ports import Ranker
from assistant.types import Citation, Filters, PaperId, Plan, RankedPaper, Verdict
from assistant.understanding.topic import topic_of
from assistant.writing.draft import Draft


@dataclass(frozen=True, slots=True)
class Sighting:
    """The papers that answer, best first; of the new papers `judged` were read."""

    plan: Plan
    verdicts: tuple[Verdict, ...]
    judged: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What a chat model says of some papers; its marks [n] stand for the citations, as in any answer."""

    text: str
    citations: tuple[Citation, ...]


class Lookout:
    """`writer`: a chat model's, None without one. `beside`: papers judged with the new ones, for comparison."""

    def __init__(
        self, *, index: PaperIndex, planner: Planner, judge: Judge, writer: Writer | None, rank: Ranker, beside: int
    ) -> None:
        self._index, self._planner, self._judge, self._writer = index, planner, judge, writer
        self._rank, self._beside = rank, beside

    def check(self, question: str) -> None:
        """Raises `UsageError` where the question asks for no papers."""
        if self._planner.plan(question).plan.kind in KINDS:
            raise UsageError(
                f"“{' '.join(question.split())}” asks for no papers on something",
                hint="Watch a topic, as in: which papers address few-shot learning",
            )

    def find(
        self, question: str, filters: Filters, new: Set[PaperId] | None = None, *, stop: Stop | None = None
    ) -> Sighting:
        """The papers that answer: of `new`, or of the whole index. Raises what `Assistant.stream` raises."""
        if new is not None and not new:
            return Sighting(Plan(question, "list", (question,), filters), (), 0)  # no model is asked
        planning = self._planner.plan(question, (), filters or None, stop=stop)
        plan = _as_list(planning.plan)
        selected = self._index.select(plan.filters).ids
        if new is not None:
            new = new if selected is None else new & selected
            if not new:
                return Sighting(plan, (), 0)
        if plan.lookup is not None:
            return self._looked_up(plan, new)
        ranked = self._ranked(plan, new)
        judgement, judged = self._judged(plan, ranked, new, stop)
        judgement = one_a_text(judgement)
        outcome = outcome_of(judgement)
        shown = papers_shown(judgement, outcome) if outcome == "answered" else []
        verdicts = tuple(v for v in shown if new is None or v.paper.id in new)
        return Sighting(plan, verdicts, judged, (*planning.notes, *judgement.notes, *notes_on_copies(verdicts)))

    def sum_up(self, plan: Plan, verdicts: Sequence[Verdict], *, stop: Stop | None = None) -> Overview | None:
        """A few sentences on these papers by the chat model; None without one, and where it fails or cites nothing."""
        if self._writer is None or not verdicts:
            return None
        quotes = quotes_for(verdicts, "overview", "answered")
        draft = Draft(replace(plan, kind="overview"), verdicts, quotes)
        try:
            for _ in draft.by_writer(self._writer, stop):
                heed(stop)
        except ProviderError:  # the quotes stand without it
            return None
        return Overview(draft.text.strip(), draft.citations) if draft.citations else None

    def _looked_up(self, plan: Plan, new: Set[PaperId] | None) -> Sighting:
        """What needs no judge, such as the papers that mention a word."""
        if new is not None:
            others = tuple(self._index.by_date().keys() - new)
            plan = replace(plan, filters=replace(plan.filters, without=(*plan.filters.without, *others)))
        found = look_up(plan, index=self._index)
        read = found.base if new is None else len(new)
        return Sighting(plan, tuple(v for v in found.verdicts if v.quotes), read, tuple(found.notes()))

    def _ranked(self, plan: Plan, new: Set[PaperId] | None) -> Sequence[RankedPaper]:
        whole, _ = self._rank(plan) if new is None or self._beside else ((), 0)
        if new is None:
            return whole
        near = {ranked.paper.id for ranked in whole[: self._beside]}
        near -= {paper.copy_of for paper in self._index.papers(new).values()}  # a new near-copy is told, not hidden
        ranked, _ = self._rank(replace(plan, filters=Filters(papers=tuple(sorted(new | near)))))
        return ranked

    def _judged(
        self, plan: Plan, ranked: Sequence[RankedPaper], new: Set[PaperId] | None, stop: Stop | None
    ) -> tuple[Judgement, int]:
        judgement, done = Judgement((), 0.0, stated=False), 0
        for step in self._judge.judge(plan, ranked, stop=stop):
            heed(stop)
            if isinstance(step, Judgement):
                judgement = step
            else:
                done = step.done
        return judgement, done if new is None else _of(new, ranked[:done])


def _of(new: Collection[PaperId], ranked: Sequence[RankedPaper]) -> int:
    return sum(one.paper.id in new for one in ranked)


def _as_list(plan: Plan) -> Plan:
    """All the papers that answer, however the question was put."""
    if plan.kind in ("list", "overview"):
        return replace(plan, order=None, limit=None)
    return replace(plan, kind="list", queries=tuple(topic_of(query) for query in plan.queries), order=None, limit=None)
