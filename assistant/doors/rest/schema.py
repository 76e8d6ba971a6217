"""The shapes of REST. They describe the JSON of answer_json.py, which alone makes it; a test holds one to the other."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

_SAME = "how many more papers say nearly the same; five and more share its place"
_QUESTION = 10_000  # characters; the planner itself takes fewer


Status = Literal["withdrawn", "retracted", "replaced"] | None


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskedFilters(_Strict):
    since: str | None = Field(None, description="YYYY-MM-DD, inclusive", examples=["2025-08-01"])
    until: str | None = Field(None, description="YYYY-MM-DD, inclusive")
    sources: list[str] = Field([], max_length=100)
    categories: list[str] = Field([], max_length=100)
    authors: list[str] = Field([], max_length=100)
    papers: list[str] = Field([], max_length=1_000, description="ids")


class Asked(_Strict):
    question: str = Field(max_length=_QUESTION, examples=["Which papers address long-tailed classification?"])
    history: list[str] = Field([], max_length=100, description="earlier questions of the conversation, oldest first")
    filters: AskedFilters = Field(default_factory=lambda: AskedFilters.model_validate({}))
    stream: bool = Field(False, description="answer with Server-Sent Events: step, token, then answer")


class CitedPaper(_Strict):
    id: str
    title: str
    url: str | None
    date: str | None
    status: Status


class CitationJson(_Strict):
    number: int
    paper: CitedPaper
    quote: str
    start: int = Field(description="abstract[start:end] is the quote, in code points")
    end: int


class AnswerPaper(_Strict):
    id: str
    title: str
    status: Status
    near_copies: int = Field(description=_SAME)
    relevance: int
    score: float
    citations: list[int]


class NearPaper(_Strict):
    id: str
    title: str
    score: float
    reason: str


class CompletenessJson(_Strict):
    found: int
    judged: int
    corpus: int
    estimate: float
    low: float
    high: float
    level: float
    method: str


class ChecksJson(_Strict):
    sentences: int
    repaired: int
    unsupported: int
    invented: int


class UsageJson(_Strict):
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None


class AnswerJson(_Strict):
    id: str | None
    question: str
    standalone_question: str
    kind: str
    filters: dict[str, Any]
    outcome: Literal["answered", "not_stated", "not_covered"]
    text: str = Field(description="with marks [n], the numbers of the citations")
    citations: list[CitationJson]
    papers: list[AnswerPaper]
    near: list[NearPaper]
    confidence: float
    completeness: CompletenessJson | None
    checks: ChecksJson | None
    models: dict[str, str]
    prompts: dict[str, str]
    usage: UsageJson
    seconds: float
    steps: dict[str, float]
    notes: list[str]


class Found(_Strict):
    id: str
    title: str
    score: float
    near_copies: int = Field(description=_SAME)


class SearchJson(_Strict):
    id: str | None
    results: list[Found]


class PaperJson(_Strict):
    id: str
    title: str
    date: str | None
    url: str | None
    sources: list[str]
    status: Status
    near_copies: int = Field(description=_SAME)
    copy_of: str | None = Field(
        description="the first of the papers that say nearly the same; null where it is this one"
    )


class WholePaperJson(PaperJson):
    abstract: str
    authors: list[str]
    categories: list[str]


class PapersJson(_Strict):
    papers: list[PaperJson]
    next: str | None = Field(description="the cursor of the next page; null after the last")


class JobJson(_Strict):
    job: int = Field(description="its number, from 1")
    source: str


class JobStateJson(JobJson):
    removing: bool
    state: Literal["waiting", "working", "done", "failed"]
    problem: str | None


class SourcesJson(_Strict):
    sources: dict[str, int] = Field(description="each source with its papers")
    jobs: list[JobStateJson] = Field(description="the newest first")


class ErrorJson(_Strict):
    error: str = Field(description="what is wrong, and what to do next")
