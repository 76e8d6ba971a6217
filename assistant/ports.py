"""What the steps ask of the makers and stores they are given. Satisfied by shape; imports no framework.

Why: docs/decisions/0012-sentences-stream-when-checked.md
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import Stopped
from assistant.types import (
    Answer,
    Checks,
    Citation,
    Completeness,
    Filters,
    Hit,
    Judged,
    Paper,
    PaperId,
    Plan,
    RankedPaper,
    Usage,
    Verdict,
)

Vectors = NDArray[np.float32]
JsonSchema = Mapping[str, Any]  # a JSON Schema document is any JSON object


class Stop(Protocol):
    """Asked between and inside long steps; `threading.Event` is one."""

    def is_set(self) -> bool: ...


def heed(stop: Stop | None) -> None:
    """Raises `Stopped` where the caller asked to stop."""
    if stop is not None and stop.is_set():
        raise Stopped("the answer was stopped", hint="Ask again to go on.")


class Embedder(Protocol):
    """Text to vectors. `name` changes whenever the vectors would."""

    @property
    def name(self) -> str: ...
    @property
    def dim(self) -> int: ...
    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, float32, shape (len(texts), dim), in the order given; texts past the limit are cut."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """The same of questions, to be compared with what `embed` makes of the texts that answer them."""


class Tokens(Protocol):
    """Text measured in a model's tokens."""

    def count(self, text: str) -> int: ...
    def cut(self, text: str, limit: int) -> str:
        """The text's first `limit` tokens."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    usage: Usage


class ChatModel(Protocol):
    """A chat model that was configured. Raises `ProviderError` and its kinds, `Stopped` after a stop."""

    @property
    def name(self) -> str: ...
    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        """One whole reply; with `schema`, text that the server was asked to make valid JSON of that schema."""
        ...

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Iterator[str | Usage]:
        """The reply piece by piece, then its usage."""
        ...


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


@dataclass(frozen=True, slots=True)
class Planning:
    """A plan, and what making it took."""

    plan: Plan
    usage: Usage = Usage()
    notes: tuple[str, ...] = ()


class Planner(Protocol):
    """Turns a question, read against the answers before it, into a plan."""

    @property
    def prompts(self) -> Mapping[str, str]: ...
    def plan(
        self, question: str, history: Sequence[Answer] = (), filters: Filters | None = None, *, stop: Stop | None = None
    ) -> Planning:
        """Raises `UsageError` for an unusable question and `Stopped`; a model that fails costs a note, no more."""
        ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """`verdicts` on the candidates, best first; `confidence` is P(the corpus answers the question).

    `stated` is false where the right papers are here and no sentence of theirs answers. `completeness` for lists.
    `instead`: the judge that stood in, where the one that was asked could not; its model is then not asked to write.
    """

    verdicts: tuple[Verdict, ...]
    confidence: float
    stated: bool
    completeness: Completeness | None = None
    usage: Usage = Usage()
    notes: tuple[str, ...] = ()
    instead: str | None = None


class Judge(Protocol):
    """Says of each candidate whether it answers, and shows the sentences."""

    @property
    def name(self) -> str: ...
    @property
    def prompts(self) -> Mapping[str, str]:
        """Name and version of the prompts used; empty for a judge without a model."""
        ...

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[Judged | Judgement]:
        """How far it is as it goes, first with the tokens it may take where a model judges; the judgement last."""
        ...


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader should know of how the text was made; becomes one of the answer's notes."""

    text: str


@dataclass(frozen=True, slots=True)
class Amended:
    """The piece of text at `place`, counted from 0 in the order of this writing, reads `text` now: it got a mark."""

    place: int
    text: str


Written = str | Amended | Usage | Note | Checks


class Writer(Protocol):
    """Puts verified quotes into words. Sees the question and the quotes, nothing else of the papers."""

    @property
    def name(self) -> str: ...
    @property
    def prompts(self) -> Mapping[str, str]: ...
    def write(
        self,
        plan: Plan,
        verdicts: Sequence[Verdict],
        quotes: Sequence[Citation],
        *,
        stop: Stop | None = None,
        whole: bool = False,
    ) -> Iterator[Written]:
        """The draft piece by piece, a whole sentence or line each; marks [n] are the numbers in `quotes`.

        With `whole` nobody reads it before it is finished: nothing has to be shown before it is wholly checked.
        """
        ...

    def premise(self, plan: Plan, quotes: Sequence[Citation], *, stop: Stop | None = None) -> Iterator[Written]:
        """For a question these quotes do not answer: at most a sentence that names what it wrongly takes for given."""
        ...
