"""Gold questions from what readers thought of answers.

A thumb up makes gold: the papers of the answer are the ones that belong in it, or the question is one to be refused. A
thumb down makes a draft: the answer was not right, the comment says why, and a person has to say what would be.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assistant.types import Answer

_REASONS = {"not_stated": "missing-detail", "not_covered": "off-topic"}
_WRONG = "Draft: the answer was not right. Correct the papers, then take `draft` and `note` out."
_NARROWED = "Draft: the answer was right within the filters. See that the question says them in words."

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with a thumb. `before`: the answers before it in its conversation."""

    id: str
    answer: Answer
    good: bool
    comment: str = ""
    before: tuple[Answer, ...] = ()


def gold_lines(judged: Sequence[Judged]) -> list[Json]:
    """A line of a gold file for each thumb up, of a conversation where the question leans on the one before it."""
    return [_line(one) for one in judged if one.good and not _narrowed(one)]


def draft_lines(judged: Sequence[Judged]) -> list[Json]:
    """The same for each thumb down, and for a good answer to what words alone may not ask; marked as a draft."""
    drafts = [one for one in judged if not one.good or _narrowed(one)]
    return [{**_line(one), "filters": _narrowed(one), **_note(one), "comment": one.comment} for one in drafts]


def _note(one: Judged) -> Json:
    return {"draft": True, "note": _NARROWED if one.good else _WRONG}


def _line(one: Judged) -> Json:
    if not (one.before and _leans(one.answer)):
        return {"id": one.id, "question": one.answer.plan.question, **_expected(one.answer, one.good)}
    return {"id": one.id, "kind": "conversation", "turns": [*map(_turn, one.before), _turn(one.answer)]}


def _leans(answer: Answer) -> bool:
    """Whether its papers were restricted, perhaps by an earlier answer, to some of the papers there are."""
    return bool(answer.plan.filters.papers or answer.plan.filters.without)


def _narrowed(one: Judged) -> Json:
    """The filters of the answer, which may have come from the page and not from the question; gold has but words."""
    told = ("papers", "without") if one.before else ()
    filters = asdict(one.answer.plan.filters)
    return {name: value for name, value in filters.items() if value and name not in told}


def _expected(answer: Answer, good: bool) -> Json:
    """What is known of the right answer; the form is that of `reading`."""
    cited = _names(answer, cited=True)
    if answer.outcome != "answered" and good:
        return {"kind": "unanswerable", "reason": _REASONS[answer.outcome]}
    if answer.plan.kind in ("fact", "compare") and cited:
        return {"kind": answer.plan.kind, "relevant": cited, "must_contain": []}
    return {"kind": "list", "relevant": _names(answer), "partial": []}


def _turn(answer: Answer) -> Json:
    kind = answer.plan.kind if answer.outcome == "answered" else "unanswerable"
    return {"question": answer.question, "kind": kind, "relevant": _names(answer)}


def _names(answer: Answer, *, cited: bool = False) -> list[str]:
    """The ids of its papers, each once; of a refusal none."""
    if answer.outcome != "answered":
        return []
    papers = [] if cited else [verdict.paper.id for verdict in answer.verdicts]
    return list(dict.fromkeys(papers or [citation.quote.paper.id for citation in answer.citations]))
