"""From a question, and the answers before it, to a plan. Rules only.

What the wording says of dates, authors and order becomes filters; what it leans on in the conversation narrows the
search to papers, or carries a topic along; what needs no judging is looked up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from assistant.errors import UsageError
from assistant.ports import Planning, Stop
from assistant.types import Answer, Filters, Kind, Lookup, Plan
from assistant.understanding.followups import Reference, refer
from assistant.understanding.french import in_english
from assistant.understanding.language import language_of
from assistant.understanding.restrictions import read_asked
from assistant.understanding.wording import asks_for_date, kind_of, topic_of

QUESTION_LIMIT = 4_000  # characters


class RulesPlanner:
    """Satisfies `Planner`. `sources`: the names of those in the index."""

    prompts: Mapping[str, str] = {}

    def __init__(self, *, today: Callable[[], date], sources: Callable[[], Iterable[str]] = tuple) -> None:
        self._today, self._sources = today, sources

    def plan(
        self, question: str, history: Sequence[Answer] = (), filters: Filters | None = None, *, stop: Stop | None = None
    ) -> Planning:
        return Planning(make_plan(question, history, filters, today=self._today(), sources=self._sources()))


def make_plan(
    question: str,
    history: Sequence[Answer] = (),
    filters: Filters | None = None,
    *,
    today: date,
    sources: Iterable[str] = (),
) -> Plan:
    """The plan for a question. Raises `UsageError` as `check_question` does."""
    text = check_question(question)
    asked = read_asked(text, today=today, sources=sources)
    reference = refer(text, history, compares=asked.kind == "compare")
    kind = reference.kind if reference.kind and asked.kind == "fact" else asked.kind
    lookup = asked.lookup or (Lookup() if reference.papers and asks_for_date(text) else None)
    return Plan(
        question=_standing(text if lookup else asked.rest, reference),
        kind="list" if lookup and kind == "fact" else kind,
        queries=(_query(asked.rest, kind, reference),),
        filters=joined(filters or Filters(), asked.filters, reference),
        lookup=lookup,
        order=asked.order,
        limit=asked.limit,
    )


def plain_plan(question: str, filters: Filters | None = None) -> Plan:
    """The plan of a question that stands alone and restricts nothing. Raises `UsageError` as `check_question` does."""
    text = check_question(question)
    kind = kind_of(text)
    return Plan(text, kind, (_query(text, kind, Reference()),), filters or Filters())


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


def joined(own: Filters, asked: Filters, reference: Reference) -> Filters:
    """The caller's filters and the question's: both periods, both sets of papers; of the rest the caller's go first."""
    both = tuple(id for id in reference.papers if not own.papers or id in own.papers)
    return Filters(
        since=max(filter(None, (own.since, asked.since)), default=None),
        until=min(filter(None, (own.until, asked.until)), default=None),
        sources=own.sources or asked.sources,
        categories=own.categories or asked.categories,
        papers=both or own.papers,  # a follow-up outside the caller's papers stays within these
        authors=own.authors or asked.authors,
        without=own.without or reference.without,
    )


def _query(text: str, kind: Kind, reference: Reference) -> str:
    own = text if kind in ("fact", "compare") else topic_of(text)
    own = (language_of(text) == "French" and in_english(text)) or own
    return f"{own} {reference.topic}" if reference.topic else own


def _standing(text: str, reference: Reference) -> str:
    """The question with the topic it carries along; papers are never named in it: their titles are strangers' words."""
    carried = reference.topic and not reference.papers
    return f"{text.rstrip('?. ')} ({reference.topic})" if carried else text
