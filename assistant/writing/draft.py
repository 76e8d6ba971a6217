"""From what a writer yields to the answer's text: marks checked and numbered, whatever was left out added.

Why: docs/decisions/0011-unsupported-is-dropped.md
     docs/decisions/0012-sentences-stream-when-checked.md
"""

from collections.abc import Iterable, Iterator, Sequence

from assistant.errors import ProviderError
from assistant.ports import Amended, Note, Stop, Writer, Written, heed
from assistant.text.answer_text import Numbering, reason_of
from assistant.types import Checks, Citation, Kind, Outcome, Plan, Token, Usage, Verdict
from assistant.writing.extractive_writer import ExtractiveWriter, paper_line
from assistant.writing.fixed_words import words_in

_LISTS: frozenset[Kind] = frozenset(("list", "overview", "count"))


class Draft:
    """One answer's text as it grows. Every mark in it stands for one of `quotes`; `citations` are those used.

    The text is the tokens joined, but for what a second look marked as unsupported after it was given.
    """

    def __init__(
        self, plan: Plan, verdicts: Sequence[Verdict], quotes: Sequence[Citation], further: Sequence[Citation] = ()
    ) -> None:
        """`further`: quotes that no writer is given, of papers that follow below."""
        self._plan, self._verdicts, self._quotes, self._further = plan, verdicts, quotes, further
        self._numbering = Numbering({c.number: c.quote for c in (*quotes, *further)})
        self._words = words_in(plan.language)
        self._pieces: list[str] = []
        self.usage, self.notes = Usage(), list[str]()
        self.checks: Checks | None = None

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._numbering.citations)

    def refuse(self, outcome: Outcome, writer: Writer, stop: Stop | None) -> Iterator[Token]:
        """The refusal's own words are fixed. Where papers are near, the writer may name a wrong premise before them,
        with the quote behind it; what the others say follows."""
        if outcome == "not_covered":
            yield from self._tokens([self._words.nothing])
            return
        try:
            yield from self._tokens(writer.premise(self._plan, self._quotes, stop=stop), stop)
        except ProviderError as error:
            self.notes.append(f"Whether the question takes something wrong for given is not checked ({error.message}).")
        yield from self._tokens(self._nearest())

    def _nearest(self) -> Iterator[str]:
        words, listed = self._words, self._plan.kind in _LISTS
        cited = {citation.quote for citation in self.citations}  # behind the wrong premise: shown once
        left = [citation for citation in self._quotes if citation.quote not in cited]
        yield "\n" * bool(self._pieces) + (words.none if listed else words.silent)
        if left:
            yield "\n" + (words.nearest if listed else words.say)
            reasons = {verdict.paper.id: reason_of(verdict) for verdict in self._verdicts}
            yield from ("\n" + paper_line(one, reason=reasons.get(one.quote.paper.id, "")) for one in left)

    def tell(self, lines: Iterable[str]) -> Iterator[Token]:
        """Lines that code has made."""
        return self._tokens(lines)

    def answer(self, writer: Writer, stop: Stop | None, *, whole: bool = False) -> Iterator[Token]:
        """The writer's text; where it fails or leaves papers out, the embedded writer's lines follow."""
        written = writer.write(self._plan, self._verdicts, self._quotes, stop=stop, whole=whole)
        try:
            yield from self._tokens(written, stop)
        except ProviderError as error:
            self.notes.append(f"The writing model failed ({error.message}); quotes are shown instead.")
        if not self.citations:
            yield from self._by_quotes()
        yield from self._left_out()

    def by_writer(self, writer: Writer, stop: Stop | None) -> Iterator[Token]:
        """The writer's text and nothing else, checked as a whole. Raises `ProviderError`."""
        return self._tokens(writer.write(self._plan, self._verdicts, self._quotes, stop=stop, whole=True), stop)

    def _by_quotes(self) -> Iterator[Token]:
        apart = ["\n\n"] if self._pieces else []
        return self._tokens([*apart, *ExtractiveWriter().write(self._plan, self._verdicts, self._quotes)])

    def _left_out(self) -> Iterator[Token]:
        """No paper that was judged relevant is hidden: a line for each that the text does not cite, counted."""
        cited = {c.quote.paper.id for c in self.citations}
        left = {c.quote.paper.id: c for c in reversed((*self._quotes, *self._further)) if c.quote.paper.id not in cited}
        lines = ["\n" + paper_line(citation) for citation in reversed(left.values())]
        return self._tokens(["\n\n" + self._words.also.format(len(lines)), *lines] if lines else [])

    def _tokens(self, pieces: Iterable[Written], stop: Stop | None = None) -> Iterator[Token]:
        first = len(self._pieces)
        for piece in pieces:
            heed(stop)
            match piece:
                case str():
                    text, new = self._numbering.apply(piece)
                    self._pieces.append(text)
                    yield Token(text, new)
                case Amended(place, changed):
                    self._pieces[first + place], _ = self._numbering.apply(changed)
                case Usage():
                    self.usage += piece
                case Note(text):
                    self.notes.append(text)
                case Checks():
                    self.checks = piece
