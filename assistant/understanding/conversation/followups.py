"""Follow-ups: which papers "the second one" and "those" are, and what is carried along.

Whether a question leans on the conversation is learned; what it leans on is read off its cues, where it has any. The
papers of the last list are the scope. Where a follow-up names one of them it is that one; where it says "it", it is the
paper the last answer rests on; where it only goes on ("And for text?"), it is asked within what the one before was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.types import Answer, Kind, Paper, PaperId
from assistant.understanding.conversation import followup_cues as leaning
from assistant.understanding.conversation.focus import Thread, read_thread
from assistant.understanding.literal.exclusions import read_excluded
from assistant.understanding.reader import Reading

_WORD = re.compile(r"[^\W_]+")
_ALONE, _SURELY = 0.5, 0.9  # P from which the reader is believed, and from which it is against a literal cue
_BARE = 3  # words: "Any others?" has none of its own
_FEW = 3  # papers of a list that are compared whole where only one of them is named


@dataclass(frozen=True, slots=True)
class Reference:
    """`papers`: those the question is asked within (empty: all), `without` these; `topic`: carried along;
    `kind`: that of the question before, where the follow-up has none of its own.
    """

    papers: tuple[PaperId, ...] = ()
    without: tuple[PaperId, ...] = ()
    topic: str = ""
    kind: Kind | None = None

    def __bool__(self) -> bool:
        return bool(self.papers or self.without or self.topic or self.kind)


def refer(question: str, history: Sequence[Answer], reading: Reading, *, compares: bool = False) -> Reference:
    """What a question leans on; nothing where it stands alone or nothing was answered yet."""
    thread = read_thread(history)
    if thread is None:
        return Reference()
    if not (
        reading.direct or read_excluded(question)[0]
    ):  # "without GRPO" leaves something out of what the conversation is about
        return Reference(topic=thread.topic, kind="list")
    literal = (
        leaning.places_in(question, len(thread.listed))
        or leaning.described_in(question)
        or leaning.group_in(question)  # "all three"
        or leaning.names_them(question)
    )
    if reading.leans["none"] >= (_SURELY if literal else _ALONE):
        return Reference()
    named = _named(question, thread, compares)
    if named:
        again = f"{thread.question} " if leaning.is_elliptical(question) else ""  # "And the third?" asks that once more
        within = _within(named, thread)
        return replace(within, topic=again + within.topic)
    return _pointed(question, thread, reading) if leaning.leans(question) else _learned(question, thread, reading)


def _learned(question: str, thread: Thread, reading: Reading) -> Reference:
    """Of a question without a cue: what it most probably leans on."""
    on = max(("list", "one", "topic"), key=lambda name: reading.leans[name])
    if on == "topic":
        return Reference(topic=thread.topic, kind=_kind(question, thread))
    return _one(thread) if on == "one" else Reference(_narrowed(thread), topic=thread.topic)


def _named(question: str, thread: Thread, compares: bool) -> Sequence[Paper]:
    """The papers of the list that are named by their place, their number, or what they are about."""
    listed = thread.listed
    if places := leaning.places_in(question, len(listed)):
        few = compares and len(places) == 1 and 1 < len(listed) <= _FEW
        return listed if few else [listed[place] for place in places]
    if leaning.asks_for_others(question):
        spoken = {paper.id for paper in thread.spoken[:1]}
        return [paper for paper in listed if paper.id not in spoken]
    count = leaning.group_in(question)
    if count is not None:
        return _group(count, thread)
    description = leaning.described_in(question)
    return _described(description, listed) if description else ()


def _group(count: int, thread: Thread) -> Sequence[Paper]:
    """ "those two": what was last spoken of where that is two, else the list, else the list's first two."""
    scope = [paper for paper in thread.listed if paper.id in thread.scope]
    groups = [group for group in (scope, thread.spoken, thread.listed) if len(group) > 1]
    if not count:
        return groups[0] if groups else ()
    fitting = [group for group in groups if len(group) == count]
    return fitting[0] if fitting else (groups or [thread.spoken])[0][:count]


def _described(description: str, listed: Sequence[Paper]) -> Sequence[Paper]:
    """Those whose title, else whose abstract, holds most of the words; none where nothing holds any."""
    asked = _stems(description)
    for text in ((p.title for p in listed), (p.abstract for p in listed)):
        shares = [len(asked & _stems(each)) for each in text]
        if max(shares, default=0):
            return [paper for paper, share in zip(listed, shares, strict=True) if share == max(shares)]
    return ()


def _pointed(question: str, thread: Thread, reading: Reading) -> Reference:
    """What a pronoun, or a question that only goes on, points to."""
    if leaning.asks_among(question):
        return Reference(_narrowed(thread), topic=thread.topic)
    of_one = reading.leans["one"] >= _SURELY  # "what else did they vary": no other paper, and not the list's authors
    if leaning.asks_beyond(question) and not of_one:
        return Reference(without=_ids(thread.seen), topic=thread.topic, kind=_kind(question, thread))
    if of_one or leaning.names_one(question):
        return _one(thread)
    if leaning.names_many(question):
        return Reference(_narrowed(thread), topic=thread.topic)
    kind = _kind(question, thread)
    if (
        not thread.scope
        and kind is None
        and thread.is_list
        and re.match(r"(?:and|but)\s+(?:which|who)\b", question, re.I)
    ):
        return Reference(_ids(thread.listed), topic=thread.topic)
    anew = reading.kind == "list" and not thread.is_list  # "and for tables?", after a fact on one of three papers
    return Reference(() if anew else thread.scope, topic=thread.topic, kind=kind)


def _kind(question: str, thread: Thread) -> Kind | None:
    """The kind of the question before, for one that has no words of its own to tell it by."""
    short = len(question.split()) <= _BARE and not leaning.names_one(question)
    return thread.kind if leaning.is_elliptical(question) or short else None


def _narrowed(thread: Thread) -> tuple[PaperId, ...]:
    """The last list, or what the last question made of it where that is still several papers."""
    return _ids(thread.listed if len(thread.listed) > 1 else thread.spoken) or thread.scope


def _one(thread: Thread) -> Reference:
    """ "it": the paper the last answer rests on; the scope stays where it rests on several."""
    if len(thread.spoken) == 1 or (not thread.scope and not thread.is_list):
        return _within(thread.spoken, thread)
    return Reference(thread.scope, topic=thread.topic)


def _within(papers: Sequence[Paper], thread: Thread) -> Reference:
    """Of one paper the title is the topic: more of what is asked is said in its words than in the first question's."""
    return Reference(_ids(papers), topic=papers[0].title if len(papers) == 1 else thread.topic)


def _ids(papers: Sequence[Paper]) -> tuple[PaperId, ...]:
    return tuple(paper.id for paper in papers)


def _stems(text: str) -> set[str]:
    """Words cut to their first letters, so that "worlds" and "world" agree."""
    return {word[:6] for word in _WORD.findall(text.casefold()) if len(word) > 2}
