"""What could be asked next: questions made of the answer's papers' own words.

Why: docs/decisions/0023-offers-are-asked-first.md
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.answering.example_questions import count_question, frequent_topics
from assistant.text.titles import short_name
from assistant.types import Answer, Paper, PaperId
from assistant.web.ask.shared_topics import Topics

_MOST = 3
_TRIED = 8  # questions put to the engine at most: each takes about a tenth of a second
_READ = 30  # papers of the answer whose words are used

Candidate = tuple[str, tuple[PaperId, ...]]  # a question, and the papers its answer has to rest on


class Suggestions:
    """`answerable` says whether the engine would answer a question, by these papers among others."""

    def __init__(self, papers: Sequence[Paper], answerable: Callable[[str, Collection[PaperId]], bool]) -> None:
        self._topics, self._common = Topics(papers), frequent_topics(papers, _TRIED)
        self._answerable = answerable

    def after(self, answer: Answer) -> tuple[str, ...]:
        """At most three questions that the corpus can answer, none of them the one just asked."""
        found: list[str] = []
        for tried, (question, papers) in enumerate(self._candidates(answer)):
            if len(found) == _MOST or tried == _TRIED:
                break
            if self._answerable(question, papers):
                found.append(question)
        return tuple(found)

    def _candidates(self, answer: Answer) -> Iterator[Candidate]:
        """The nearest first: what the papers share with others, their numbers and names, then the corpus' topics."""
        papers = [verdict.paper for verdict in answer.verdicts[:_READ]]
        asked = f"{answer.question} {answer.plan.question}".casefold()
        near = [_about(topic) for topic in self._topics.of(papers) if _new(topic, asked)]
        yield from near[:1]
        yield from _named(papers, answer, asked)
        yield from near[1:]
        yield from (_about(topic) for topic in self._common if _new(topic, asked))


def _named(papers: Sequence[Paper], answer: Answer, asked: str) -> Iterator[Candidate]:
    counted = ((question, paper) for paper in papers if (question := count_question(paper)))
    yield from ((question, (p.id,)) for question, p in counted if question.split()[2].casefold() not in asked)
    named = [(name, paper) for paper in papers if (name := short_name(paper))]
    if answer.plan.kind != "compare" and len(named) > 1:
        (one, first), (other, second) = named[:2]
        yield f"Compare {one} and {other}", (first.id, second.id)
    yield from ((f"How does {name} work?", (p.id,)) for name, p in named[:1] if f"does {name.casefold()}" not in asked)


def _about(topic: str) -> Candidate:
    return f"Which papers address {topic}?", ()


def _new(topic: str, asked: str) -> bool:
    """No word of it was asked for."""
    return not any(word.casefold() in asked for word in topic.split())
