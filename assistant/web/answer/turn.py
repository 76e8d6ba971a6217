"""One turn of a conversation as HTML: the question, the steps, the answer with its chips."""

from collections.abc import Sequence

from assistant.answering.interpretation import understood
from assistant.text.answer_text import completeness_line, shown_title
from assistant.types import Answer, Completeness, Outcome, Verdict
from assistant.web.answer.actions import actions_html
from assistant.web.answer.blocks import blocks
from assistant.web.answer.steps import done_html, working_html
from assistant.web.ask.conversation import Problem, Turn
from assistant.web.shell.html import bdi, button, element, link, text

_LABELS: dict[Outcome, str] = {"not_stated": "Not stated", "not_covered": "Not covered"}


def turn_html(turn: Turn) -> str:
    """The whole turn; the same whether it is still being answered or done."""
    parts = [element("h2", bdi(turn.question), class_="question"), _rewritten(turn)]
    if turn.stage:
        parts += [working_html(turn), _found(turn)]
    if turn.answer:
        parts.append(done_html(turn, turn.answer))
    parts.append(_answer(turn))
    if turn.problem:
        parts.append(_problem(turn, turn.problem))
    if turn.answer:
        parts += [near_html(turn.answer.near), _notes(turn.answer)]
    if not turn.stage:
        parts.append(actions_html(turn))
    known: dict[str, str | int] = {"id": f"turn-{turn.number}", "data_turn": turn.number, "data_record": turn.record}
    known["data_told"] = _told(turn)
    return element("article", parts, class_="turn", **known)


def _found(turn: Turn) -> str:
    """What a model judged relevant so far, the best first, until the answer is written."""
    if turn.text or not turn.found:
        return ""
    best_first = sorted(turn.found, key=lambda verdict: -verdict.relevance)
    rows = ([bdi(shown_title(v.paper.title)), element("q", bdi(v.quotes[0].text))] for v in best_first)
    return element("ul", [element("li", row) for row in rows], class_="found", aria_label="Found so far")


def _told(turn: Turn) -> str:
    """What a screen reader says of it: the whole may have hundreds of lines. A problem is told where it stands."""
    if turn.stage:
        return "Looking for an answer."
    if turn.problem or not turn.answer:
        return ""
    sources = len({citation.quote.paper.id for citation in turn.answer.citations})
    outcome = _LABELS.get(turn.answer.outcome, "Answered")
    return f"{outcome}, with {sources:,} source{'s' * (sources != 1)}." if sources else f"{outcome}."


def _rewritten(turn: Turn) -> str:
    told = understood(turn.question, turn.plan) if turn.plan else ""
    return element("p", f"Understood as: {bdi(told)}", class_="rewritten") if told else ""


def _answer(turn: Turn) -> str:
    outcome: Outcome = turn.answer.outcome if turn.answer else "answered"
    parts = [element("p", _LABELS[outcome], class_="outcome")] if outcome in _LABELS else []
    if turn.answer and turn.answer.completeness:
        parts.append(_complete(turn.answer.completeness))
    parts += blocks(turn)
    return element(
        "div",
        parts,
        class_=f"answer {outcome.replace('_', '-')}",
        aria_busy="true" if turn.stage else "false",
    )


def _complete(told: Completeness) -> str:
    return element("p", text(completeness_line(told)), class_="complete")


def _problem(turn: Turn, problem: Problem) -> str:
    words = [element("strong", bdi(problem.message[:1].upper() + problem.message[1:].rstrip(".") + ".")), " "]
    told = element("p", [*words, bdi(problem.hint)])
    again = button("Ask this question again", "Ask again", "again", data_retry=turn.number, data_question=turn.question)
    kind = "problem stopped" if problem.stopped else "problem"
    return element("div", [told, again], class_=kind, role="status" if problem.stopped else "alert")


def _notes(answer: Answer) -> str:
    return element("ul", [element("li", bdi(note)) for note in answer.notes], class_="notes") if answer.notes else ""


def near_html(near: Sequence[Verdict]) -> str:
    """Nothing where a list leaves nothing out."""
    if not near:
        return ""
    count = f"{len(near)} paper{'s' * (len(near) != 1)}"
    summary = element("summary", f"Not listed, but near: {count}")
    return element("details", [summary, element("ul", [_item(v) for v in near])], class_="near")


def _item(verdict: Verdict) -> str:
    paper = verdict.paper
    parts = [element("span", bdi(paper.title or paper.id), class_="title"), element("span", bdi(verdict.reason))]
    if paper.date:
        parts.append(element("span", bdi(paper.date)))
    return element("li", [*parts, link(paper.url, "Open the paper")])
