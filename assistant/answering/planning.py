"""From a question, and the answers before it, to a plan. Rules only; knows no index and no model.

A follow-up is read against the answer before it: "which of those ..." and "the second one" narrow the search to the
papers of that answer; "and for text?" and bare pronouns carry its topic along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.wording import is_leaning, is_scoped, kind_of, ordinal_in, topic_of
from assistant.errors import UsageError
from assistant.ports import Planning, Stop
from assistant.types import Answer, Filters, Plan

QUESTION_LIMIT = 4_000  # characters


class RulesPlanner:
    """Satisfies `Planner`."""

    prompts: Mapping[str, str] = {}

    def plan(
        self, question: str, history: Sequence[Answer] = (), filters: Filters | None = None, *, stop: Stop | None = None
    ) -> Planning:
        return Planning(make_plan(question, history, filters))


def make_plan(question: str, history: Sequence[Answer] = (), filters: Filters | None = None) -> Plan:
    """The plan for a question. Raises `UsageError` as `check_question` does."""
    text = check_question(question)
    kind = kind_of(text)
    query = text if kind in ("fact", "compare") else topic_of(text)
    plan = Plan(text, kind, (query,), filters or Filters())
    return _follow_up(plan, history[-1]) if history and history[-1].verdicts else plan


def check_question(question: str) -> str:
    """The question on one line. Raises `UsageError` where it is empty, too long or no text."""
    text = " ".join(question.split())
    if not text:
        raise UsageError("the question is empty", hint="Ask something, such as: which papers address few-shot learning")
    if len(text) > QUESTION_LIMIT:
        raise UsageError(
            f"the question has {len(text):,} characters; the limit is {QUESTION_LIMIT:,}", hint="Shorten it."
        )
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise UsageError("the question holds a NUL or half a character", hint="Type it again as plain text.")
    return text


def _follow_up(plan: Plan, before: Answer) -> Plan:
    papers = tuple(v.paper.id for v in before.verdicts)
    place = ordinal_in(plan.question)
    if place is not None and place < len(papers):
        return replace(plan, filters=replace(plan.filters, papers=(papers[place],)))
    if is_scoped(plan.question):
        return replace(plan, filters=replace(plan.filters, papers=papers))
    if is_leaning(plan.question):
        topic = topic_of(before.plan.question)
        question = f"{plan.question.rstrip('?. ')} ({topic})"
        return replace(plan, question=question, queries=(f"{plan.queries[0]} {topic}",))
    return plan
