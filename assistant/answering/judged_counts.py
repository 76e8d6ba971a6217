"""Numbers and orders over papers that a judge found to be about something: told as estimates. Asks no model."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.counting import NAME, in_papers
from assistant.ports import Judgement, Stop, Written
from assistant.text.answer_text import shown_title
from assistant.types import Citation, Plan, Verdict
from assistant.writing.extractive_writer import ExtractiveWriter, paper_line


class CountWriter(ExtractiveWriter):
    """Says how many papers a judge found to be about something, and that this is no exact count; then names them."""

    name = NAME

    def write(
        self,
        plan: Plan,
        verdicts: Sequence[Verdict],
        quotes: Sequence[Citation],
        *,
        stop: Stop | None = None,
        whole: bool = False,
    ) -> Iterator[Written]:
        yield f"{in_papers(len(verdicts))}, by a judgement of each abstract: an estimate, not an exact count."
        dated = [verdict.paper for verdict in verdicts if verdict.paper.date]
        if plan.order and dated:  # "how many are on owls, and which is the newest?"
            end = (max if plan.order == "newest" else min)(dated, key=lambda paper: paper.date or "")
            yield f" The {plan.order} of them: {shown_title(end.title)} ({end.date})."
        elif plan.order:
            yield f" Which is the {plan.order}, nobody knows: none of them has a date."
        best = {citation.quote.paper.id: citation for citation in reversed(quotes)}
        yield from ("\n" + paper_line(citation) for citation in reversed(best.values()))


def in_order(judgement: Judgement, plan: Plan) -> Judgement:
    """The relevant papers by date where the newest or oldest are asked for, and no more than that many.

    Undated ones stand last; where a number is asked for they are left out, with a note.
    """
    if plan.kind == "count":
        return judgement
    if plan.order is None:
        return _best(judgement, plan.limit) if plan.limit else judgement
    relevant = [v for v in judgement.verdicts if v.relevance >= 2 and v.quotes]
    others = [v for v in judgement.verdicts if v not in relevant]
    dated = sorted(
        (v for v in relevant if v.paper.date), key=lambda v: v.paper.date or "", reverse=plan.order == "newest"
    )
    undated = [v for v in relevant if not v.paper.date]
    if relevant and not dated:
        return replace(
            judgement, notes=(*judgement.notes, "None of these papers has a date: their order says nothing.")
        )
    if not plan.limit:
        return replace(judgement, verdicts=(*dated, *undated, *others))
    told = f"The {plan.order} among {in_papers(len(relevant))} judged to be about this."
    left = [f"{in_papers(len(undated))} of them {_have(undated)} no date and could not be compared."] if undated else []
    return replace(
        judgement, verdicts=(*dated[: plan.limit], *others), completeness=None, notes=(*judgement.notes, told, *left)
    )


def _best(judgement: Judgement, limit: int) -> Judgement:
    """The `limit` most relevant papers; how many more there are is said."""
    relevant = [v for v in judgement.verdicts if v.relevance >= 2 and v.quotes]
    more = len(relevant) - limit
    if more <= 0:
        return judgement
    others = [v for v in judgement.verdicts if v not in relevant]
    told = f"The best {in_papers(limit)}; {more:,} more {'are' if more > 1 else 'is'} judged to be about this."
    return replace(judgement, verdicts=(*relevant[:limit], *others), completeness=None, notes=(*judgement.notes, told))


def _have(some: Sequence[Verdict]) -> str:
    return "have" if len(some) != 1 else "has"
