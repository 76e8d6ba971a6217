"""Which candidates are about what a question leaves out. Vectors hardly see a "not", so the words decide."""

from collections.abc import Sequence

from assistant.judging.embedded.candidates import Candidate
from assistant.ports import PaperIndex
from assistant.retrieval.query_terms import read_query
from assistant.text.answer_text import shown

_SAYS = 0.99  # share of the words, in one sentence or the title, from which a paper is about it
_LIKELY, _NAMED = 0.1, 3  # P(relevant) from which a paper is worth naming in the note; papers named


def divide(
    excluded: str, candidates: Sequence[Candidate], index: PaperIndex
) -> tuple[list[Candidate], list[Candidate]]:
    """Those that stay, and those that are about it, each in their order."""
    query = read_query(excluded, index=index)
    kept: list[Candidate] = []
    left: list[Candidate] = []
    for candidate in candidates:
        about = any(query.share_in_phrases(*part) >= _SAYS for part in candidate.reading.parts)
        (left if about else kept).append(candidate)
    return kept, left


def left_out_note(excluded: str, left: Sequence[Candidate]) -> str:
    """What was left out, for the reader."""
    likely = [c for c in left if c.probability >= _LIKELY] or list(left)
    names = ", ".join(shown(c.reading.paper.title) for c in likely[:_NAMED])
    more = f" and {len(likely) - _NAMED:,} more" if len(likely) > _NAMED else ""
    return f"Left out, for they speak of “{shown(excluded)}”: {names}{more}."
