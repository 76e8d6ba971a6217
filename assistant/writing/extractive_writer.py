"""The embedded writer: the quotes themselves, in order, with the least words around them."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.ports import Stop, Written
from assistant.text.answer_text import shown, shown_title
from assistant.text.sentences import sentence_spans
from assistant.text.table import make_head, make_row
from assistant.types import Citation, Paper, PaperId, Plan, Verdict
from assistant.writing.aspects import ASPECTS, Aspect, aspect_of

_NOT_STATED, _NOT_QUOTED = "not stated", "–"


class ExtractiveWriter:
    """A fact is answered by its quotes, a line each; a comparison by a table; everything else by one line per paper."""

    name = "extractive"
    prompts: Mapping[str, str] = {}

    def write(
        self,
        plan: Plan,
        verdicts: Sequence[Verdict],
        quotes: Sequence[Citation],
        *,
        stop: Stop | None = None,
        whole: bool = False,
    ) -> Iterator[Written]:
        by_paper: dict[PaperId, list[Citation]] = {}
        for citation in quotes:
            by_paper.setdefault(citation.quote.paper.id, []).append(citation)
        if plan.kind == "fact":
            yield from ("\n" * (i > 0) + quote_line(citation) for i, citation in enumerate(quotes))
        elif plan.kind == "compare" and len(by_paper) > 1:
            yield from _table(list(by_paper.values()))
        else:
            yield f"{len(by_paper)} paper{'s' * (len(by_paper) != 1)}:"
            most = None if plan.kind == "compare" else 1  # a list names papers, one quote shows why
            yield from ("\n" + paper_line(*citations[:most]) for citations in by_paper.values())

    def premise(self, plan: Plan, quotes: Sequence[Citation], *, stop: Stop | None = None) -> Iterator[Written]:
        """Quotes alone cannot say that a question is wrong."""
        return iter(())


def quote_line(citation: Citation) -> str:
    return f"“{shown(citation.quote.text)}” [{citation.number}]"


def paper_line(*citations: Citation, reason: str = "") -> str:
    """One paper with its quotes, and the judge's reason before them."""
    paper = citations[0].quote.paper
    why = f"{reason.rstrip('.')}: " if reason else ""
    quotes = " ".join(quote_line(citation) for citation in citations)
    return f"• {shown_title(paper.title) or paper.id} — {why}{quotes}"


def _table(columns: Sequence[Sequence[Citation]]) -> Iterator[str]:
    """A row for each aspect if one row then compares anything, else all in one row."""
    papers = [citations[0].quote.paper for citations in columns]
    yield make_head(["", *(shown_title(paper.title) or paper.id for paper in papers)])
    cells = [{aspect: _about(aspect, citations) for aspect in ASPECTS} for citations in columns]
    if any(sum(bool(column[aspect]) for column in cells) > 1 for aspect in ASPECTS):
        for aspect in ASPECTS:
            if any(column[aspect] for column in cells):
                told = [column[aspect] or _silence(aspect, paper) for column, paper in zip(cells, papers, strict=True)]
                yield "\n" + make_row([aspect, *told])
    else:
        yield "\n" + make_row(["Quotes", *(" ".join(map(quote_line, citations)) for citations in columns)])


def _about(aspect: Aspect, citations: Sequence[Citation]) -> str:
    return " ".join(quote_line(c) for c in citations if aspect_of(c.quote.text) == aspect)


def _silence(aspect: Aspect, paper: Paper) -> str:
    """Not stated only where no sentence of the abstract is about it."""
    told = (paper.abstract[start:end] for start, end in sentence_spans(paper.abstract))
    return _NOT_QUOTED if any(aspect_of(sentence) == aspect for sentence in told) else _NOT_STATED
