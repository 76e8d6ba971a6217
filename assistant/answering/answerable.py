"""Whether the corpus would answer a question, cheaply: for questions that are offered, not asked. Writes nothing.

Why: docs/decisions/0023-offers-are-asked-first.md
"""

from collections.abc import Callable, Collection

from assistant.answering.selection import outcome_of, papers_shown
from assistant.ports import Judge, Judgement
from assistant.recording.recording_ports import Ranker
from assistant.types import PaperId
from assistant.understanding.planner import plain_plan
from assistant.understanding.reader import QuestionReader

Gate = Callable[[str, Collection[PaperId]], bool]


def gate(rank: Ranker, judge: Judge, reader: QuestionReader) -> Gate:
    """A check by this ranking and this judge, which should ask no model."""

    def answerable(question: str, about: Collection[PaperId] = ()) -> bool:
        plan = plain_plan(question, reader.read(question))
        ranked, _ = rank(plan)
        *_, judgement = judge.judge(plan, ranked)
        if not isinstance(judgement, Judgement) or outcome_of(judgement) != "answered":
            return False
        return {*about} <= {verdict.paper.id for verdict in papers_shown(judgement, "answered")}

    return answerable
