"""What a conversation is about at its end: its topic, the list under discussion, the papers last spoken of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer, Kind, Paper, PaperId
from assistant.understanding.conversation.followup_cues import leans, points
from assistant.understanding.topic import topic_of

_GENRE = re.compile(
    r"^(?:(?:an?|the|any|recent|good)\s+)*(?:surveys?|reviews?|overviews?|papers?|work)\s+(?:of|on|about)\s+", re.I
)
_LISTS = ("list", "count", "overview")


@dataclass(frozen=True, slots=True)
class Thread:
    """`question`, `kind`: the last ones. `listed`: the papers of the last list, in the order shown; `scope`: those the
    last question was asked within (empty: all papers); `spoken`: those its answer rests on; `seen`: all since the
    question that began it, whose topic is `topic`.
    """

    question: str
    kind: Kind
    topic: str
    listed: tuple[Paper, ...]
    scope: tuple[PaperId, ...]
    spoken: tuple[Paper, ...]
    seen: tuple[Paper, ...]

    @property
    def is_list(self) -> bool:
        return self.kind in _LISTS


def read_thread(history: Sequence[Answer]) -> Thread | None:
    """The thread at the end of the conversation; None where nothing has been answered yet."""
    answered = [answer for answer in history if answer.verdicts]
    if not answered:
        return None
    last = answered[-1]
    own = _since_it_began(answered)
    listing = next((a for a in reversed(own) if a.plan.kind in _LISTS), last)
    return Thread(
        question=last.question,
        kind=last.plan.kind,
        seen=tuple({paper.id: paper for answer in own for paper in papers_shown(answer)}.values()),
        topic=_topic(own[0]),
        listed=papers_shown(listing),
        scope=last.plan.filters.papers,
        spoken=papers_shown(last),
    )


def papers_shown(answer: Answer) -> tuple[Paper, ...]:
    """An answer's papers in the order a reader sees them: by first mark, then those that are only listed."""
    papers = {c.quote.paper.id: c.quote.paper for c in answer.citations}
    papers |= {v.paper.id: v.paper for v in answer.verdicts if v.paper.id not in papers}
    return tuple(papers.values())


def _topic(answer: Answer) -> str:
    """What is carried along: a list's topic as it was searched for; of "Is there a survey of X" only X."""
    query = answer.plan.queries[0]
    return query if answer.plan.kind in _LISTS else _GENRE.sub("", topic_of(query))


def _since_it_began(answered: Sequence[Answer]) -> Sequence[Answer]:
    """From the last question that stands alone."""
    start = next((i for i in range(len(answered) - 1, 0, -1) if _stands_alone(answered[i], answered[:i])), 0)
    return answered[start:]


def _stands_alone(answer: Answer, before: Sequence[Answer]) -> bool:
    """Whether it has no cue; or one that may be none ("And which papers ...", "the two X papers"), and was asked among
    all papers with nothing carried along.
    """
    within = answer.plan.filters.papers or answer.plan.filters.without
    carried = any(answer.plan.queries[0].endswith(_topic(earlier)) for earlier in before)
    return not leans(answer.question) or not (points(answer.question) or within or carried)
