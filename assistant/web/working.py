"""The steps of an answer: live while it is made, folded into a line when it is done. Knows no framework."""

from collections.abc import Iterator

from assistant.answering.showing import estimate_line, usage_line
from assistant.types import Answer
from assistant.web.conversation import Turn
from assistant.web.html import element, text

_STEPS = ("Planning", "Ranking", "Judging", "Writing", "Checking")
_DONE = {"plan": "Planned", "rank": "Ranked", "judge": "Judged", "count": "Counted", "write": "Written and checked"}


def working_html(turn: Turn) -> str:
    """Every step, the one at work marked; each piece is checked before it is shown, so the last two go along."""
    told = {
        "Ranking": f"Ranking {turn.ranked:,} papers" if turn.ranked else "Ranking",
        "Judging": _judging(turn),
        "Checking": f"Checking {_count(len(turn.citations), 'quote')}" if turn.citations else "Checking",
    }
    at = _STEPS.index(turn.stage) if turn.stage in _STEPS else -1
    items = [
        element("li", text(told.get(step, step)), class_=_state(place, at, turn)) for place, step in enumerate(_STEPS)
    ]
    return element("ol", items, class_="steps", aria_label="Steps")


def _state(place: int, at: int, turn: Turn) -> str:
    if _STEPS[place] == "Checking" and turn.citations and turn.stage == "Writing":
        return "now"
    return "done" if place < at else "now" if place == at else "next"


def _judging(turn: Turn) -> str:
    if turn.judged is None:
        return "Judging"
    done, total = turn.judged
    return f"Judging {done:,} of {estimate_line(total, turn.tokens) if turn.tokens else f'{total:,}'}"


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
