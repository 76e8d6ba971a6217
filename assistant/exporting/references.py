"""The papers behind answers, each once, with what was quoted of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.corpus import canonical_id, is_global
from assistant.exporting.field_text import one_line
from assistant.types import Answer, Paper, PaperId


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that an answer lists, relies on or cites. `quotes`: each once, in the order they were cited."""

    paper: Paper
    quotes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return one_line(self.paper.title) or one_line(self.paper.id)

    @property
    def status(self) -> str:
        """Such as "Retracted"; "" where the paper stands."""
        return self.paper.status.capitalize()

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(name for author in self.paper.authors if (name := one_line(author)))

    @property
    def year(self) -> str:
        return (self.paper.date or "")[:4]

    @property
    def doi(self) -> str:
        return self.paper.id if _global(self.paper) and self.paper.id.startswith("10.") else ""

    @property
    def arxiv(self) -> str:
        return self.paper.id if _global(self.paper) and not self.paper.id.startswith("10.") else ""


def references(answers: Sequence[Answer]) -> tuple[Reference, ...]:
    """In the order the answers first speak of them; near misses are not among them."""
    found: dict[PaperId, Reference] = {}
    for paper, said in _spoken_of(answers):
        known = found.setdefault(paper.id, Reference(paper))
        if said and said not in known.quotes:
            found[paper.id] = replace(known, quotes=(*known.quotes, said))
    return tuple(found.values())


def _spoken_of(answers: Sequence[Answer]) -> Iterator[tuple[Paper, str]]:
    for answer in answers:
        yield from ((verdict.paper, "") for verdict in answer.verdicts)
        yield from ((c.quote.paper, one_line(c.quote.text)) for c in answer.citations)


def _global(paper: Paper) -> bool:
    return paper.id.isascii() and is_global(paper.id) and canonical_id(paper.id) == paper.id
