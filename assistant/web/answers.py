"""One turn of a conversation as HTML: the question, the steps, the answer with its chips. Knows no framework."""

import re
from collections.abc import Iterator
from itertools import groupby

from assistant.answering.showing import completeness_line, estimate_line, usage_line
from assistant.answering.understanding import understood
from assistant.types import Answer, Outcome
from assistant.web.conversation import Problem, Turn
from assistant.web.html import bdi, button, element, inline, text
from assistant.web.tables import is_row, table_html

_BULLET = re.compile(r"^[•*-] +")
_QUOTED = re.compile(r"^“.*” \[(\d+)\]$")
_LABELS: dict[Outcome, str] = {"not_stated": "Not stated", "not_covered": "Not covered"}
_STEPS = ("Planning", "Ranking", "Judging", "Writing")


def turn_html(turn: Turn) -> str:
    """The whole turn; the same whether it is still being answered or done."""
    parts = [element("h2", bdi(turn.question), class_="question"), _rewritten(turn)]
    if turn.stage:
        parts.append(_working(turn))
    body = element("div", _body(turn), class_="answer", aria_live="polite", aria_busy="true" if turn.stage else "false")
    parts.append(body)
    if turn.problem:
        parts.append(_problem(turn.problem, turn.question))
    if turn.answer:
        parts += [_notes(turn.answer), _near(turn.answer), _foot(turn, turn.answer)]
    return element("article", parts, class_="turn", id=f"turn-{turn.number}", data_turn=turn.number)


def _rewritten(turn: Turn) -> str:
    told = understood(turn.question, turn.plan) if turn.plan else ""
    return element("p", f"Understood as: {bdi(told)}", class_="rewritten") if told else ""


def _working(turn: Turn) -> str:
    """The live line: every step, the one at work marked."""
    told = {
        "Ranking": f"Ranking {turn.ranked:,} papers" if turn.ranked else "Ranking",
        "Judging": _judging(turn),
    }
    at = _STEPS.index(turn.stage) if turn.stage in _STEPS else -1
    state = ("done" if i < at else "now" if i == at else "next" for i in range(len(_STEPS)))
    items = [element("li", text(told.get(step, step)), class_=is_) for step, is_ in zip(_STEPS, state, strict=True)]
    return element("ol", items, class_="steps", aria_label="Steps")


def _judging(turn: Turn) -> str:
    if turn.judged is None:
        return "Judging"
    done, total = turn.judged
    return f"Judging {done:,} of {estimate_line(total, turn.tokens) if turn.tokens else f'{total:,}'}"


def _body(turn: Turn) -> str:
    outcome = turn.answer.outcome if turn.answer else "answered"
    label = element("p", _LABELS[outcome], class_="outcome") if outcome in _LABELS else ""
    return label + "".join(_blocks(turn))


def _blocks(turn: Turn) -> Iterator[str]:
    """The lines of the text: neighbouring bullets as a list, rows as a table, quotes as quotations, else paragraphs."""
    titles = {c.number: c.quote.paper.title or c.quote.paper.id for c in turn.citations}
    lines = [line for line in turn.text.split("\n") if line.strip()]
    for kind, group in groupby(lines, key=_kind):
        shown = list(group)
        if kind == "item":
            yield element("ul", [_item(line, turn.number, titles) for line in shown], class_="papers")
        elif kind == "row":
            yield table_html(shown, lambda cell: inline(cell, turn.number, titles))
        elif kind == "quote":
            yield from _quotations(shown, turn.number, titles)
        else:
            yield from (element("p", inline(line, turn.number, titles), dir="auto") for line in shown)


def _kind(line: str) -> str:
    if is_row(line):
        return "row"
    return "item" if _BULLET.match(line) else "quote" if _QUOTED.match(line) else "text"


def _item(line: str, turn: int, titles: dict[int, str]) -> str:
    """ "• Title — “quote” [1]": the title above, the quote below it."""
    rest = _BULLET.sub("", line)
    title, dash, quote = rest.partition(" — “")
    if not dash:
        return element("li", inline(rest, turn, titles), dir="auto")
    return element(
        "li",
        [
            element("span", bdi(title), class_="title"),
            element("span", inline("“" + quote, turn, titles), class_="words", dir="auto"),
        ],
    )


def _quotations(lines: list[str], turn: int, titles: dict[int, str]) -> Iterator[str]:
    """Quotes of one paper together, with its title below."""
    for title, group in groupby(lines, key=lambda line: _titled(line, titles)):
        quotes = [element("p", inline(line, turn, titles), dir="auto") for line in group]
        yield element("figure", [element("blockquote", quotes), element("figcaption", bdi(title))], class_="quotation")


def _titled(line: str, titles: dict[int, str]) -> str:
    found = _QUOTED.match(line)
    return titles.get(int(found[1]), "") if found else ""


def _problem(problem: Problem, question: str) -> str:
    again = button("Ask this question again", "Ask again", "again", data_ask=question)
    words = [element("strong", bdi(problem.message[:1].upper() + problem.message[1:].rstrip(".") + ".")), " "]
    told = element("p", [*words, bdi(problem.hint)])
    kind = "problem stopped" if problem.stopped else "problem"
    return element("div", [told, again], class_=kind, role="status" if problem.stopped else "alert")


def _notes(answer: Answer) -> str:
    complete = [completeness_line(answer.completeness)] if answer.completeness else []
    notes = [*complete, *answer.notes]
    return element("ul", [element("li", bdi(note)) for note in notes], class_="notes") if notes else ""


def _near(answer: Answer) -> str:
    """What a list just leaves out, and why, folded."""
    if not answer.near:
        return ""
    items = [
        element("li", [element("span", bdi(v.paper.title or v.paper.id), class_="title"), " — ", bdi(v.reason)])
        for v in answer.near
    ]
    summary = element("summary", f"Not listed, but near: {len(items)}")
    return element("details", [summary, element("ul", items, class_="notes")], class_="near")


def _foot(turn: Turn, answer: Answer) -> str:
    made = answer.provenance
    steps = [f"{name} {seconds:.2f} s" for name, seconds in answer.steps.items()]
    lines = [" · ".join(steps), f"judged by {made.judge}, written by {made.writer}, found by {made.embedder}"]
    if answer.usage.calls:
        lines.append(usage_line(answer.usage))
    summary = element("summary", f"{answer.seconds:.1f} s · {text(made.writer)}")
    told = [element("p", text(line)) for line in lines if line]
    return element("details", [summary, *told, _record(turn)], class_="foot")


def _record(turn: Turn) -> str:
    if not turn.record:
        return ""
    words = "Save the record of this answer"
    return element("p", element("a", words, href=f"record/{turn.record}", download=f"answer-{turn.number}.json"))
