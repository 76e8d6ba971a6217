"""The nouns, each wrapping the one before. Frozen; they know no store, no model and no screen.

Offsets are Python code points. Scores are "higher is better", whatever a store says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.records import MANY_COPIES as MANY_COPIES
from assistant.records import Fetched as Fetched
from assistant.records import FetchTerms as FetchTerms
from assistant.records import IndexReport as IndexReport
from assistant.records import Paper as Paper
from assistant.records import PaperId as PaperId
from assistant.records import Progress as Progress
from assistant.records import Record as Record
from assistant.records import Rejection as Rejection

Kind = Literal["list", "fact", "compare", "overview", "count", "lookup", "collection", "metadata", "talk"]
Outcome = Literal["answered", "not_stated", "not_covered"]
Order = Literal["newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of an abstract that was embedded, with the title in front, as one vector."""

    paper: Paper
    ordinal: int
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.paper.abstract[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found by its vector. `score` is the cosine similarity, -1 to 1."""

    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True)
class Filters:
    """What the question is restricted to. Dates are ISO and inclusive; empty tuples do not restrict.

    An author is a name or a part of it: all of its words must stand in one author's name.
    """

    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    papers: tuple[PaperId, ...] = ()
    authors: tuple[str, ...] = ()
    without: tuple[PaperId, ...] = ()  # papers that were seen already, for "any others?"

    @property
    def dated(self) -> bool:
        return bool(self.since or self.until)

    def __bool__(self) -> bool:
        return self.dated or any((self.sources, self.categories, self.papers, self.authors, self.without))


@dataclass(frozen=True, slots=True)
class Lookup:
    """What code finds in papers.sqlite, exactly and unjudged: the papers that pass the plan's filters.

    `phrases`: words that title or abstract must hold, any of them or `every` one; in "straight quotation marks" to
    the letter, else in singular or plural. `without`: words that neither may hold.
    """

    phrases: tuple[str, ...] = ()
    every: bool = False
    without: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked for. `question` can be understood without the conversation before it.

    With `lookup` nothing is ranked or judged. `order` and `limit`: the newest, oldest or (without order) best papers,
    and how many of them. `excluded`: what the papers are not to be about. `about`: what of metadata is asked, or an id.
    `language`: what the question was asked in, and is answered in, where that is not the language of the papers.
    `off`: that it hardly asks for anything that papers are about: the weather tomorrow, a recipe, a letter to write.
    """

    question: str
    kind: Kind
    queries: tuple[str, ...]
    filters: Filters = Filters()
    lookup: Lookup | None = None
    order: Order | None = None
    limit: int | None = None
    excluded: str = ""
    about: str = ""
    language: str = ""
    off: bool = False


@dataclass(frozen=True, slots=True)
class RankedPaper:
    """A paper in its place in the ranking, with the evidence the place rests on.

    `score`: fused, 0 to 1 within one ranking. `words`: BM25, 0 where no word of the question occurs.
    `cosine`: of the paper's best chunk to the query. `feedback`: the same to what the first papers say.
    `hits`: its chunks that were found, best first.
    """

    paper: Paper
    score: float
    words: float = 0.0
    cosine: float = 0.0
    feedback: float = 0.0
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of an abstract. Cannot be made from offsets that do not exist."""

    paper: Paper
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.paper.abstract):
            raise ValueError(f"no text at {self.start}:{self.end} in the abstract of {self.paper.id}")

    @property
    def text(self) -> str:
        return self.paper.abstract[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of one paper. `relevance` 0 none, 1 near, 2 relevant, 3 plainly so.

    `score` is P(relevant), 0 to 1. `quotes`: the sentences that show it, best first.
    """

    paper: Paper
    relevance: int
    score: float
    quotes: tuple[Quote, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its number, 1..n by first use in the text."""

    number: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Usage:
    """What a configured model was asked. All zero in the embedded mode."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None

    def __add__(self, other: "Usage") -> "Usage":
        costs = [c for c in (self.cost_usd, other.cost_usd) if c is not None]
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            sum(costs) if costs else None,
        )


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a list is: `found` papers among `judged` of `corpus`, `estimate` relevant in all.

    `low` and `high` bound the estimate at `level` (0.95); `method` names the estimator and its source.
    """

    found: int
    judged: int
    corpus: int
    estimate: float
    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Checks:
    """How the sentences that a model wrote stood up to their quotes; a cell of a table counts as one.

    Of `sentences` so many were `repaired`, and so many stayed `unsupported`: left out of the text, or marked in it.
    `invented`: marks [n] it wrote for quotes that do not exist; none is ever shown.
    """

    sentences: int
    repaired: int
    unsupported: int
    invented: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made the answer: names of the makers, and the version of each prompt that was used."""

    judge: str
    writer: str
    embedder: str
    prompts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. `verdicts`: the papers it lists or relies on, best first; `near`: those a list just leaves out.

    `text` carries marks [n], one number each, that stand for `citations`. `confidence` is
    P(the corpus answers this), also where the outcome is a refusal. `seconds` and `steps` are wall time.
    """

    question: str
    plan: Plan
    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    verdicts: tuple[Verdict, ...]
    confidence: float
    completeness: Completeness | None
    notes: tuple[str, ...]
    provenance: Provenance
    usage: Usage
    seconds: float
    steps: Mapping[str, float]
    near: tuple[Verdict, ...] = ()
    checks: Checks | None = None  # None where no model wrote


@dataclass(frozen=True, slots=True)
class Started:
    question: str


@dataclass(frozen=True, slots=True)
class Planned:
    plan: Plan


@dataclass(frozen=True, slots=True)
class Ranked:
    papers: Sequence[RankedPaper]  # read when they are looked at


@dataclass(frozen=True, slots=True)
class Judged:
    """`done` of at most `total` candidates have a verdict. `tokens`, in the first of these events where a configured
    model judges: what judging them all is estimated to take, its budget at most. `found`: papers judged relevant since
    the last of these events, with the quotes that say so, in the order they were read; the answer has them sorted.
    """

    done: int
    total: int
    tokens: int = 0
    found: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A whole piece of the answer's text, its marks, numbers and names already checked.

    The answer's text is the pieces joined as they are, but that a second look may have marked one as unsupported since.
    `citations` are those this piece uses for the first time: its marks can be shown at once.
    """

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    answer: Answer


Event = Started | Planned | Ranked | Judged | Token | Finished
