"""Asking an assistant the gold questions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from assistant.errors import AssistantError, IndexError_, Stopped
from assistant.evaluation.asking.questions import Conversation, GoldQuestion, ListQuestion
from assistant.evaluation.measures.results import Asked, Asking, Evaluation, Result
from assistant.evaluation.measures.scoring import cited, score
from assistant.types import Answer, Paper, PaperId, Progress, RankedPaper

_RANKING_DEPTH = 100  # papers over which the average precision of a list is taken

Lookup = Callable[[Iterable[PaperId]], Mapping[PaperId, Paper]]


class Asker(Protocol):
    """What is evaluated."""

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer: ...
    def search(self, question: str, k: int) -> Sequence[RankedPaper]:
        """At most k papers, best first."""
        ...


def evaluate(
    gold: Sequence[GoldQuestion],
    assistant: Asker,
    *,
    lookup: Lookup,
    progress: Callable[[Progress], None] | None = None,
) -> Evaluation:
    """Asks every question and scores the answers.

    `lookup` gives the papers of the index by id, independently of the answers, for the citations to be checked
    against. A question that fails is scored 0 and carries its error; where not one gets an answer the first
    error is raised. Raises `IndexError_` and `Stopped` at once: the questions that follow would fail as well.
    """
    total = sum(len(question.turns) if isinstance(question, Conversation) else 1 for question in gold)
    asked: list[Asked] = []
    for one in _ask_all(gold, assistant):
        asked.append(one)
        if progress:
            progress(Progress("ask", len(asked), total))
    _refuse_silence(asked)
    corpus = lookup({paper.id for one in asked for paper in cited(one.answer)})
    return Evaluation(tuple(Result(one, score(one, corpus)) for one in asked))


def _ask_all(gold: Sequence[GoldQuestion], assistant: Asker) -> Iterator[Asked]:
    for question in gold:
        if isinstance(question, Conversation):
            yield from _converse(question, assistant)
        else:
            yield _ask(question.id, question, assistant, ())


def _converse(conversation: Conversation, assistant: Asker) -> Iterator[Asked]:
    """Turn by turn, each with the assistant's own earlier answers as history."""
    history: tuple[Answer, ...] = ()
    for number, turn in enumerate(conversation.turns, start=1):
        asked = _ask(f"{conversation.id}#{number}", turn, assistant, history)
        history += (asked.answer,) if asked.answer else ()
        yield asked


def _ask(id: str, gold: Asking, assistant: Asker, history: Sequence[Answer]) -> Asked:
    try:
        answer = assistant.ask(gold.question, history)
        ranked = assistant.search(gold.question, _RANKING_DEPTH) if isinstance(gold, ListQuestion) else ()
    except (IndexError_, Stopped):
        raise
    except AssistantError as error:
        return Asked(id, gold, error=error)
    return Asked(id, gold, answer, tuple(one.paper for one in ranked))


def _refuse_silence(asked: Sequence[Asked]) -> None:
    errors = [one.error for one in asked if one.error]
    if errors and len(errors) == len(asked):
        raise errors[0]
