"""What a reader should know of the papers that stand for others: how many more say nearly the same.

Why: docs/decisions/0060-near-copies-share-a-place.md
"""

from collections.abc import Sequence

from assistant.text.answer_text import shown_title
from assistant.types import Verdict

_NAMED = 5


def notes_on_copies(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """A note for each paper shown that has near-copies, the most first."""
    papers = sorted((v.paper for v in verdicts if v.paper.near_copies), key=lambda paper: -paper.near_copies)
    notes = [f"“{shown_title(p.title) or p.id}” stands for {_more(p.near_copies)}." for p in papers[:_NAMED]]
    if len(papers) > _NAMED:
        notes.append(f"{len(papers) - _NAMED:,} more of these papers stand for others that say nearly the same.")
    return tuple(notes)


def _more(copies: int) -> str:
    return (
        f"{copies:,} more papers that say nearly the same" if copies > 1 else "1 more paper that says nearly the same"
    )
