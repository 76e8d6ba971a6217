"""A conversation as a value, and what each event of an answer makes of it."""

from dataclasses import dataclass, replace

from assistant.errors import AssistantError, Stopped
from assistant.keeping import Feedback
from assistant.types import Answer, Citation, Event, Finished, Judged, Plan, Planned, Ranked, Started, Token, Verdict


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a question has no whole answer: the sentence and the next step. `stopped`: the reader wanted it so."""

    message: str
    hint: str
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what is known of its answer so far; `stage` is the step at work, "" when none is.

    `number` counts from 1 within the conversation. `tokens`: what a configured model's judging may take. `found`: what
    it judged relevant so far. `text` and `citations` are those that were written already. `record`: under which name
    the answer's record will be kept.
    """

    number: int
    question: str
    stage: str = "Starting"
    plan: Plan | None = None
    ranked: int = 0
    judged: tuple[int, int] | None = None
    found: tuple[Verdict, ...] = ()
    tokens: int = 0
    text: str = ""
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
    problem: Problem | None = None
    record: str = ""
    feedback: Feedback | None = None


Conversation = tuple[Turn, ...]


def opened(conversation: Conversation, question: str, record: str = "") -> Turn:
    """The next turn of a conversation, with nothing answered yet."""
    return Turn(conversation[-1].number + 1 if conversation else 1, question, record=record)


def without_last(conversation: Conversation, number: object) -> Conversation:
    """The conversation without its last turn, if that is the turn of this number."""
    return conversation[:-1] if conversation and conversation[-1].number == number else conversation


def rated(conversation: Conversation, record: str, feedback: Feedback | None) -> Conversation:
    """The conversation once the reader thought so of the answer of that record."""
    return tuple(replace(turn, feedback=feedback) if turn.record == record else turn for turn in conversation)


def history(conversation: Conversation) -> tuple[Answer, ...]:
    """The answers so far, as the assistant wants them; questions that failed left none."""
    return tuple(turn.answer for turn in conversation if turn.answer is not None)


def after(turn: Turn, event: Event) -> Turn:
    """The turn once `event` has happened."""
    match event:
        case Started():
            return replace(turn, stage="Planning")
        case Planned(plan):
            return replace(turn, plan=plan, stage="Ranking")
        case Ranked(papers):
            return replace(turn, ranked=len(papers), stage="Judging")
        case Judged(done, total, tokens, found):
            stage = "Writing" if done >= total else "Judging"
            found = turn.found + found
            return replace(turn, judged=(done, total), tokens=turn.tokens or tokens, found=found, stage=stage)
        case Token(text, citations):
            return replace(turn, text=turn.text + text, citations=turn.citations + citations, stage="Writing")
        case Finished(answer):
            return replace(
                turn, answer=answer, text=answer.text, citations=answer.citations, plan=answer.plan, stage=""
            )


def failed(turn: Turn, error: AssistantError) -> Turn:
    """The turn after its answer broke off; what was written stays."""
    return replace(turn, stage="", problem=Problem(error.message, error.hint, stopped=isinstance(error, Stopped)))
