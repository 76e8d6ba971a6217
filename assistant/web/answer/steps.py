"""The steps of an answer: live while it is made, folded into a line when it is done."""

from collections.abc import Iterator

from assistant.text.answer_text import estimate_line, usage_line
from assistant.types import Answer
from assistant.web.ask.conversation import Turn
from assistant.web.shell.html import element, text

_STEPS = ("Planning", "Ranking", "Judging", "Writing", "Checking")
_DONE = {
    "plan": "Planned",
    "rank": "Ranked",
    "judge": "Judged",
    "count": "Counted",
    "look": "Looked up",
    "write": "Written and checked",
}


def working_html(turn: Turn) -> str:
    """Every step, the one at work marked; each piece is checked before it is shown, so the last two go along."""
    at = _STEPS.index(turn.stage) if turn.stage in _STEPS else -1
    states = ["done" if place < at else "now" if place == at else "next" for place in range(len(_STEPS))]
    if turn.stage == "Writing" and turn.citations:
        states[-1] = "now"
    items = [
        element("li", text(_told(step, state, turn)), class_=state) for step, state in zip(_STEPS, states, strict=True)
    ]
    return element("ol", items, class_="steps", aria_label="Steps")


def _told(step: str, state: str, turn: Turn) -> str:
    """The step in a few words: what it has done, or is doing."""
    match step, state:
        case "Ranking", "done" if turn.ranked:
            return f"Ranked {_count(turn.ranked, 'paper')}"
        case "Judging", "done" if turn.judged:
            return f"Judged {turn.judged[0]:,}"
        case "Judging", "now" if turn.judged:
            done, total = turn.judged
            return f"Judging {done:,} of {estimate_line(total, turn.tokens) if turn.tokens else f'{total:,}'}"
        case "Checking", "now":
            return f"Checking {_count(len(turn.citations), 'quote')}"
    return {"Planning": "Planned"}.get(step, step) if state == "done" else step


def done_html(turn: Turn, answer: Answer) -> str:
    """The same steps when they are over: a line to unfold."""
    summary = element("summary", text(", ".join(_summary(turn, answer))))
    times = [element("li", text(f"{_DONE.get(name, name)} in {s:.2f} s")) for name, s in answer.steps.items()]
    made = answer.provenance
    told = [f"judged by {made.judge}, written by {made.writer}, found by {made.embedder}"]
    if answer.usage.calls:
        told.append(usage_line(answer.usage))
    inner = [summary, element("ol", times), *(element("p", text(line)) for line in told)]
    return element("details", inner, class_="how")


def _summary(turn: Turn, answer: Answer) -> Iterator[str]:
    if turn.ranked:
        yield f"Ranked {_count(turn.ranked, 'paper')}"
    if turn.judged and turn.judged[0]:
        yield f"judged {turn.judged[0]:,}"
    if answer.plan.lookup:
        yield "Counted in the index"
    if answer.citations:
        yield f"checked {_count(len(answer.citations), 'quote')}"
    yield f"{answer.seconds:.1f} s"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
