"""References as RIS, the form of reference managers. A tag begins a line, and no text of a paper ever does.

Why: docs/decisions/0021-exports-are-escaped.md
"""

from collections.abc import Iterator, Sequence

from assistant.exporting.field_text import address, one_line
from assistant.exporting.references import Reference, references
from assistant.types import Answer


def to_ris(title: str, answers: Sequence[Answer]) -> str:
    """One record a paper, UTF-8, with the quotes as notes; the answers' title is no part of it."""
    return "\n".join(_record(reference) for reference in references(answers))


def _record(reference: Reference) -> str:
    # What kind of publication it is, a listing does not say: GEN, "generic".
    lines = ["TY  - GEN", *(f"{tag}  - {value}" for tag, value in _fields(reference) if value), "ER  - "]
    return "".join(f"{line}\n" for line in lines)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    paper = reference.paper
    yield "ID", one_line(paper.id)
    yield "TI", reference.title
    yield from (("AU", author) for author in reference.authors)
    yield "PY", one_line(reference.year)
    yield "DA", one_line(paper.date or "").replace("-", "/")
    yield "DO", reference.doi
    yield "UR", address(paper.url).replace(";", "%3B")  # readers take it for the end of one of several addresses
    yield from (("KW", one_line(category)) for category in paper.categories)
    yield "AB", one_line(paper.abstract)
    yield "N1", reference.status
    yield from (("N1", quote) for quote in reference.quotes)
