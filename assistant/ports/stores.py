"""What the steps ask of an index."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from assistant.ports.models import Vectors
from assistant.types import Filters, Hit, Paper, PaperId


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers that pass the filters: `ids` (None: all of them), and how many were left out undated."""

    ids: Set[PaperId] | None
    undated: int = 0


class PaperIndex(Protocol):
    """The reading side of the index."""

    def count(self) -> int:
        """Papers in all."""
        ...

    def pending(self) -> int:
        """Papers that the rankings do not have yet."""
        ...

    def list_papers(self) -> Iterator[Paper]:
        """All papers, in the order they came."""
        ...

    def papers(self, ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
        """The papers of these ids, in their order; unknown ids are left out."""
        ...

    def sources(self) -> dict[str, int]:
        """Each source with the number of its papers, in the order first indexed."""
        ...

    def select(self, filters: Filters) -> Selection: ...

    def by_date(self, within: Set[PaperId] | None = None) -> dict[PaperId, str | None]:
        """The papers with their ISO dates, newest first, the undated last; those of one day in the order they came."""
        ...

    def mentioning(self, said: Callable[[str], bool], within: Set[PaperId] | None = None) -> set[PaperId]:
        """The papers of whose title or abstract `said` is true; every text is read, in Unicode form NFKC."""
        ...

    def search_words(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[tuple[PaperId, float]]:
        """At most k papers by BM25, best first. `query` is text, never query syntax."""
        ...

    def search_vectors(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> list[Hit]:
        """At most k chunks by cosine similarity, best first. `vector` has shape (dim,)."""
        ...

    def vectors(self, hits: Sequence[Hit]) -> Vectors:
        """The vectors of these chunks, unit rows of shape (n, dim); n is smaller where one has just gone."""
        ...

    def terms(self, text: str) -> list[str]:
        """The stemmed words of a text, in order, just as the word index keeps them."""
        ...

    def mended(self, text: str) -> str:
        """A question with its slips of the pen mended, where a paper uses the word that was meant."""
        ...

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many papers each term occurs."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper without its abstract, as lists need it."""

    id: PaperId
    title: str
    authors: tuple[str, ...]
    date: str | None
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Papers that are alike, and the words that name what they share."""

    words: tuple[str, ...]
    papers: tuple[PaperId, ...]


class Library(PaperIndex, Protocol):
    """The index for whoever looks around in it; a question needs none of this."""

    def state(self) -> str:
        """A name of what the index holds; another one after every change."""
        ...

    def entries(self) -> list[Entry]:
        """Every paper without its abstract, in the order they came; the same list until a paper changes."""
        ...

    def search_begun(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[PaperId]:
        """At most k papers that hold every word of the query, the last perhaps only begun, best first."""
        ...

    def centres(self, ids: Iterable[PaperId]) -> dict[PaperId, Vectors]:
        """The mean of each paper's stored vectors, of length 1; without papers that the rankings do not have yet."""
        ...
