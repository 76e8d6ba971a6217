"""Below an answer: who made it, at what cost, in what time, and what the reader can do with it."""

from collections.abc import Iterator

from assistant.types import Answer
from assistant.web.answer.keep_menu import comment_html, save_html, thumbs_html
from assistant.web.ask.conversation import Turn
from assistant.web.shell.html import button, element, text


def actions_html(turn: Turn) -> str:
    """The foot of a turn that is no longer being answered."""
    made = element("p", text(" · ".join(_made(turn.answer))), class_="made") if turn.answer else ""
    row = element("div", list(_buttons(turn)), class_="actions", role="group", aria_label="This answer")
    return element("footer", [row, comment_html(turn), made], class_="foot")


def _made(answer: Answer) -> Iterator[str]:
    """Mode, cost and time."""
    usage, writer = answer.usage, answer.provenance.writer
    yield f"{writer}, no model asked" if not usage.calls else writer
    if usage.cost_usd is not None:
        yield f"${usage.cost_usd:.4f}"
    elif usage.calls:
        yield f"{usage.prompt_tokens + usage.completion_tokens:,} tokens, price unknown"
    else:
        yield "no cost"
    yield f"{answer.seconds:.1f} s"


def _buttons(turn: Turn) -> Iterator[str]:
    """Editing and asking again are for the last question; the page hides them elsewhere."""
    if turn.answer:
        yield button("Copy this answer with its sources", "Copy", "act", data_copy=plain_text(turn.answer))
    yield button("Edit this question", "Edit", "act last", data_edit=turn.number, data_question=turn.question)
    if turn.answer:
        retry: dict[str, str | int] = {"data_retry": turn.number, "data_question": turn.question}
        yield button("Ask this question again", "Retry", "act last", **retry)
    if turn.record and turn.answer and _can_be_watched(turn.answer):
        yield button("Watch for new papers that answer this", "Watch", "act", data_watch=turn.record)
    yield save_html(turn)
    yield thumbs_html(turn)


def _can_be_watched(answer: Answer) -> bool:
    """A list, and not one of papers that the conversation named."""
    filters = answer.plan.filters
    return answer.plan.kind in ("list", "overview") and not filters.papers and not filters.without


def plain_text(answer: Answer) -> str:
    """The answer and its sources for another program."""
    sources = [
        f"[{c.number}] {c.quote.paper.title}{f', {c.quote.paper.url}' if c.quote.paper.url else ''}"
        for c in answer.citations
    ]
    return "\n".join([answer.question, "", answer.text, *([""] if sources else []), *sources])
