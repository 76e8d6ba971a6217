"""What a reader should know of the papers that stand for others: how many more say nearly the same.

Why: docs/decisions/0060-near-copies-share-a-place.md
"""

from collections.abc import Sequence

from assistant.text.answer_text import shown_title
from assistant.types import MANY_COPIES, Verdict

_NAMED = 5


def notes_on_copies(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """A note for each paper shown that stands for its near-copies, the most first."""
    many = (v.paper for v in verdicts if v.paper.near_copies >= MANY_COPIES)
    papers = sorted(many, key=lambda paper: -paper.near_copies)
    told = "stands for {:,} more papers that say nearly the same"
    notes = [f"“{shown_title(p.title) or p.id}” {told.format(p.near_copies)}." for p in papers[:_NAMED]]
    if len(papers) > _NAMED:
        notes.append(f"{len(papers) - _NAMED:,} more of these papers stand for others that say nearly the same.")
    return tuple(notes)
