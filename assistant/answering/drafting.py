"""From what a writer yields to the answer's text: marks checked and numbered, whatever was left out added."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.answering.extractive_writer import ExtractiveWriter, paper_line
from assistant.answering.showing import Numbering
from assistant.errors import ProviderError
from assistant.ports import Note, Stop, Writer, heed
from assistant.types import Citation, Outcome, Plan, Token, Usage, Verdict

_REFUSALS: dict[Outcome, str] = {
    "not_stated": "The abstracts do not state this. The nearest papers:",
    "not_covered": "Nothing in these papers is about this.",
}


class Draft:
    """One answer's text as it grows. Every mark in it stands for one of `quotes`; `citations` are those used."""

    def __init__(self, plan: Plan, verdicts: Sequence[Verdict], quotes: Sequence[Citation]) -> None:
        self._plan, self._verdicts, self._quotes = plan, verdicts, quotes
        self._numbering = Numbering({c.number: c.quote for c in quotes})
        self.text, self.usage, self.notes = "", Usage(), list[str]()

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._numbering.citations)

    def refuse(self, outcome: Outcome) -> Iterator[Token]:
        """A refusal is never put into a model's words."""
        return self._tokens([_REFUSALS[outcome], *("\n" + paper_line(quote) for quote in self._quotes)])

    def answer(self, writer: Writer, stop: Stop | None) -> Iterator[Token]:
        """The writer's text; where it fails or leaves papers out, the embedded writer's lines follow."""
        try:
            yield from self._tokens(writer.write(self._plan, self._verdicts, self._quotes, stop=stop), stop)
        except ProviderError as error:
            self.notes.append(f"The writing model failed ({error.message}); quotes are shown instead.")
        if not self.citations:
            yield from self._by_quotes()
        elif self._plan.kind != "fact":
            yield from self._left_out()

    def _by_quotes(self) -> Iterator[Token]:
        self.text += "\n\n" if self.text else ""
        return self._tokens(ExtractiveWriter().write(self._plan, self._verdicts, self._quotes))

    def _left_out(self) -> Iterator[Token]:
        cited = {c.quote.paper.id for c in self.citations}
        left = {c.quote.paper.id: c for c in reversed(self._quotes) if c.quote.paper.id not in cited}
        lines = ["\n" + paper_line(citation) for citation in reversed(left.values())]
        return self._tokens(["\n\nAlso relevant:", *lines] if lines else [])

    def _tokens(self, pieces: Iterable[str | Usage | Note], stop: Stop | None = None) -> Iterator[Token]:
        for piece in pieces:
            heed(stop)
            if isinstance(piece, Usage):
                self.usage += piece
                continue
            if isinstance(piece, Note):
                self.notes.append(piece.text)
                continue
            text, new = self._numbering.apply(piece)
            self.text += text
            yield Token(text, new)
