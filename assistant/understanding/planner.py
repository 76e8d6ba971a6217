"""From a question, and the answers before it, to a plan.

What the wording says of dates, authors and order becomes filters; what it leans on in the conversation narrows the
search to papers, or carries a topic along; what needs no judging is looked up.

Why: docs/decisions/0029-questions-are-read-by-what-was-learned.md
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from assistant.errors import UsageError
from assistant.ports import PaperIndex, Planning, Stop
from assistant.types import Answer, Filters, Kind, Lookup, Plan
from assistant.understanding.conversation.followups import Reference, refer
from assistant.understanding.foreign import notes_on, unread_language
from assistant.understanding.french import in_english
from assistant.understanding.language import language_of
from assistant.understanding.literal.exclusions import read_excluded
from assistant.understanding.literal.restrictions import read_asked
from assistant.understanding.literal.wording import asks_for_date
from assistant.understanding.named_papers import NamedPapers
from assistant.understanding.reader import QuestionReader, Reading
from assistant.understanding.topic import names_topic, topic_of

QUESTION_LIMIT = 4_000  # characters
_EXCLUDES = 0.5  # P from which something is left out


class EmbeddedPlanner:
    """Satisfies `Planner`. Asks no chat model."""

    prompts: Mapping[str, str] = {}

    def __init__(self, index: PaperIndex, *, reader: QuestionReader, today: Callable[[], date]) -> None:
        self._index, self._reader, self._today = index, reader, today

    def plan(
        self, question: str, history: Sequence[Answer] = (), filters: Filters | None = None, *, stop: Stop | None = None
    ) -> Planning:
        text = check_question(question)
        text = text if _foreign(text) else self._index.mended(text)
        reading = self._reader.read(text)
        named = None if filters else NamedPapers(self._index).find(text, reading, history)
        return Planning(named or self.judged(text, reading, history, filters), notes=notes_on(text))

    def judged(self, text: str, reading: Reading, history: Sequence[Answer], filters: Filters | None) -> Plan:
        return make_plan(text, reading, history, filters, today=self._today(), sources=self._index.sources())


def make_plan(
    text: str,
    reading: Reading,
    history: Sequence[Answer] = (),
    filters: Filters | None = None,
    *,
    today: date,
    sources: Iterable[str] = (),
) -> Plan:
    """The plan for a question on one line, as it was read."""
    if language := unread_language(text):
        return Plan(text, "talk", (text,), about=language)
    asked = read_asked(text, today=today, sources=sources, kind=reading.kind)
    reference = refer(text, history, reading, compares=asked.kind == "compare")
    if not (asked.order or asked.filters or filters or reference):
        direct = "collection" if reading.kind == "overview" and not names_topic(text) else reading.direct
        if direct == "metadata":
            return Plan(text, "metadata", (text,), about=max(reading.about, key=lambda name: reading.about[name]))
        if direct in ("talk", "collection") and not asked.lookup:
            return Plan(text, direct, (text,))
    kind = reference.kind if reference.kind and asked.kind == "fact" else asked.kind
    lookup = asked.lookup or (Lookup() if reference.papers and asks_for_date(text) else None)
    kept, excluded = read_excluded(asked.rest)
    if kind not in ("list", "overview") or (kept and reading.excludes < _EXCLUDES):
        kept, excluded = asked.rest, ""
    topicless = excluded and not (names_topic(kept) or reference.topic)
    lookup = lookup or (Lookup(without=excluded) if topicless else None)
    return Plan(
        question=_standing(text if lookup else asked.rest, reference),
        kind="list" if lookup and kind == "fact" else kind,
        queries=(_query(kept, kind, reference),),
        filters=joined(filters or Filters(), asked.filters, reference),
        lookup=lookup,
        order=asked.order,
        limit=asked.limit if asked.order or kind == "list" else None,
        excluded=excluded,
        language=_foreign(text),
        off=reading.is_off and not (lookup or asked.order or reference),
    )


def _foreign(text: str) -> str:
    language = language_of(text)
    return "" if language in (None, "English") else language or ""


def plain_plan(question: str, reading: Reading, filters: Filters | None = None) -> Plan:
    """The plan of a question that stands alone and restricts nothing. Raises `UsageError` as `check_question` does."""
    text = check_question(question)
    return Plan(
        text, reading.kind, (_query(text, reading.kind, Reference()),), filters or Filters(), off=reading.is_off
    )


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
    return f"{own} {reference.topic}".strip() if reference.topic else own


def _standing(text: str, reference: Reference) -> str:
    """The question with the topic it carries along; papers are never named in it: their titles are strangers' words."""
    carried = reference.topic and not reference.papers
    return f"{text.rstrip('?. ')} ({reference.topic})" if carried else text
