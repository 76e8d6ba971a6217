"""Answers as CSV, a row a paper, near misses last. No cell is a formula, whatever a title begins with.

Why: docs/decisions/0021-exports-are-escaped.md
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from assistant.exporting.field_text import address, one_line
from assistant.types import Answer, Verdict

COLUMNS = (
    "question", "place", "id", "title", "authors", "date", "url", "relevance", "score", "quotes", "reason", "status",
)  # fmt: skip
# What makes a spreadsheet carry a cell out (OWASP, CSV injection), also in full width, and our own sign against it.
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠']")


def to_csv(title: str, answers: Sequence[Answer]) -> str:
    """As RFC 4180 has it. A text that could be a formula has a `'` in front; so has one that begins with `'`."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in row] for answer in answers for row in _rows(answer))
    return out.getvalue()


def cell(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    for place, verdict in enumerate(answer.verdicts, start=1):
        yield _row(answer, str(place), verdict)
    for verdict in answer.near:
        yield _row(answer, "near", verdict)


def _row(answer: Answer, place: str, verdict: Verdict) -> tuple[str, ...]:
    paper = verdict.paper
    cited = [c for c in answer.citations if c.quote.paper.id == paper.id]
    return (
        one_line(answer.question),
        place,
        one_line(paper.id),
        one_line(paper.title),
        "; ".join(map(one_line, paper.authors)),
        one_line(paper.date or paper.date_text or ""),
        address(paper.url),
        str(verdict.relevance),
        f"{verdict.score:.4f}",
        "\n".join(f"[{c.number}] {one_line(c.quote.text)}" for c in cited),
        one_line(verdict.reason),
        paper.status,
    )
