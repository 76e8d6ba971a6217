"""How a question was understood, in one line for whoever asked it."""

from collections.abc import Iterator

from assistant.answering.counting import period
from assistant.text.answer_text import shown
from assistant.types import Plan


def understood(question: str, plan: Plan) -> str:
    """The question as it is answered and what restricts its papers; "" where it is taken as it was asked."""
    parts = [*_parts(plan)]
    same = plan.question == " ".join(question.split())
    return "" if same and not parts else " · ".join([shown(plan.question), *parts])


def _parts(plan: Plan) -> Iterator[str]:
    filters = plan.filters
    if filters.dated:
        yield f"dated {period(filters)}"
    for word, values in (("by", filters.authors), ("in", filters.categories), ("from", filters.sources)):
        if values:
            yield f"{word} {' or '.join(map(shown, values))}"
    if filters.papers and plan.kind != "lookup":
        yield f"within {len(filters.papers):,} paper{'s' * (len(filters.papers) != 1)}"
    if filters.without:
        yield f"without the {len(filters.without):,} seen before"
    if plan.order:
        yield f"{plan.order} first"
