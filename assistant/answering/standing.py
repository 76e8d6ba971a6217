"""What a reader should know of the papers in an answer: which were withdrawn, retracted or replaced."""

from dataclasses import replace

from assistant.text.answer_text import shown_title
from assistant.types import Answer

_NAMED = 5


def with_standing(answer: Answer) -> Answer:
    """The answer with a note for each such paper that it lists or cites."""
    spoken_of = (*(v.paper for v in answer.verdicts), *(c.quote.paper for c in answer.citations))
    marked = {paper.id: paper for paper in spoken_of if paper.status}
    notes = [f"“{shown_title(p.title) or p.id}” was {p.status}." for p in list(marked.values())[:_NAMED]]
    if len(marked) > _NAMED:
        notes.append(f"{len(marked) - _NAMED:,} more of these papers were withdrawn, retracted or replaced.")
    return replace(answer, notes=(*answer.notes, *notes)) if notes else answer
