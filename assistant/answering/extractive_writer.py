"""The embedded writer: the quotes themselves, in order, with the least words around them."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.showing import shown
from assistant.ports import Stop
from assistant.types import Citation, Plan, Usage, Verdict


class ExtractiveWriter:
    """A fact is answered by its quotes, a line each; everything else by one line per paper."""

    name = "extractive"
    prompts: Mapping[str, str] = {}

    def write(
        self, plan: Plan, verdicts: Sequence[Verdict], quotes: Sequence[Citation], *, stop: Stop | None = None
    ) -> Iterator[str | Usage]:
        if plan.kind != "fact":
            yield f"{len(verdicts)} paper{'s' * (len(verdicts) != 1)}:"
        for i, citation in enumerate(quotes):
            lead = "\n" if i or plan.kind != "fact" else ""
            yield lead + (quote_line(citation) if plan.kind == "fact" else paper_line(citation))


def quote_line(citation: Citation) -> str:
    return f"“{shown(citation.quote.text)}” [{citation.number}]"


def paper_line(citation: Citation) -> str:
    title = shown(citation.quote.paper.title) or citation.quote.paper.id
    return f"• {title} — {quote_line(citation)}"
