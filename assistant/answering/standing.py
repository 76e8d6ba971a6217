"""What a reader should know of the papers in an answer: which were withdrawn, retracted or replaced."""

from dataclasses import replace

from assistant.text.answer_text import shown_title
from assistant.types import Answer, Paper

_NAMED = 5


def with_standing(answer: Answer) -> Answer:
    """The answer with a note for each such paper that it lists or cites."""
    spoken_of = (*(v.paper for v in answer.verdicts), *(c.quote.paper for c in answer.citations))
    marked = {paper.id: paper for paper in spoken_of if paper.status}
    notes = [f"“{shown_title(p.title) or p.id}” was {p.status}{_by(p)}." for p in list(marked.values())[:_NAMED]]
    if len(marked) > _NAMED:
        notes.append(f"{len(marked) - _NAMED:,} more of these papers were withdrawn, retracted or replaced.")
    return replace(answer, notes=(*answer.notes, *notes)) if notes else answer


def _by(paper: Paper) -> str:
    """Who says so, where not all that list the paper do: anybody can write a record."""
    some = set(paper.marked_by) < set(paper.sources)
    return f", says {', '.join(shown_title(name) for name in paper.marked_by)}" if some else ""
