"""The embedded writer: the quotes themselves, in order, with the least words around them."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.showing import shown, shown_title
from assistant.ports import Stop
from assistant.types import Citation, PaperId, Plan, Usage, Verdict


class ExtractiveWriter:
    """A fact is answered by its quotes, a line each; everything else by one line per paper."""

    name = "extractive"
    prompts: Mapping[str, str] = {}

    def write(
        self, plan: Plan, verdicts: Sequence[Verdict], quotes: Sequence[Citation], *, stop: Stop | None = None
    ) -> Iterator[str | Usage]:
        if plan.kind == "fact":
            yield from ("\n" * (i > 0) + quote_line(citation) for i, citation in enumerate(quotes))
            return
        by_paper: dict[PaperId, list[Citation]] = {}
        for citation in quotes:
            by_paper.setdefault(citation.quote.paper.id, []).append(citation)
        yield f"{len(by_paper)} paper{'s' * (len(by_paper) != 1)}:"
        yield from ("\n" + paper_line(*citations) for citations in by_paper.values())


def quote_line(citation: Citation) -> str:
    return f"“{shown(citation.quote.text)}” [{citation.number}]"


def paper_line(*citations: Citation) -> str:
    """One paper with its quotes."""
    paper = citations[0].quote.paper
    return f"• {shown_title(paper.title) or paper.id} — {' '.join(quote_line(citation) for citation in citations)}"
