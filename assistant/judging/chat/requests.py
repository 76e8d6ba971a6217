"""Asking a chat model about a few papers, and again in smaller parts where that fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from assistant.errors import ProviderError, ProviderNonsense, ProviderTooLong
from assistant.judging.chat.replies import SCHEMA, Claim, read_claims
from assistant.ports import ChatModel, Message, Stop, Tokens, heed
from assistant.prompting.fences import as_data, new_fence
from assistant.prompting.prompts import Prompt
from assistant.types import Paper, PaperId, Plan, Usage

_LONGEST = 1_000  # tokens read of an abstract, about 750 words; the longest of arXiv's have 700
_SHORTEST = 60  # tokens: an abstract that is cut to less says nothing
_SOME_FENCE = "0123456789ab"  # what is only measured is the same size each time
_TRIES = 2  # for what the model leaves out or writes in another form; what the network does is retried below us


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of asking about `papers`. Those without a claim were left out, or `error` says why they have none.

    `cut`: papers of whose abstracts the model read only the beginning.
    """

    papers: tuple[Paper, ...]
    claims: Mapping[PaperId, Claim]
    usage: Usage = Usage()
    error: ProviderError | None = None
    cut: int = 0

    def __add__(self, other: "Batch") -> "Batch":
        claims = {**self.claims, **other.claims}
        error, cut = self.error or other.error, self.cut + other.cut
        return Batch((*self.papers, *other.papers), claims, self.usage + other.usage, error, cut)


@dataclass(frozen=True, slots=True)
class _Request:
    """`longest`: tokens of each abstract that are shown; `tries` are left."""

    plan: Plan
    papers: tuple[Paper, ...]
    stop: Stop
    longest: int = _LONGEST
    tries: int = _TRIES


class JudgeCall:
    """One question about a few papers. Safe to call from several threads at once.

    `excerpts`: what is shown of some papers instead of their abstracts.
    """

    def __init__(
        self, model: ChatModel, prompt: Prompt, tokens: Tokens, excerpts: Mapping[PaperId, str] | None = None
    ) -> None:
        self._model, self._prompt, self._tokens, self._excerpts = model, prompt, tokens, excerpts or {}

    def ask(self, plan: Plan, papers: Sequence[Paper], stop: Stop) -> Batch:
        """The claims on these papers. Raises only `Stopped`.

        A request the model's context cannot hold is asked in two halves, for a single paper with half of its abstract;
        a reply of another form, or one that leaves papers out, is asked for once more, in halves where it can be.
        """
        return self._ask(_Request(plan, tuple(papers), stop))

    def size(self, plan: Plan, papers: Sequence[Paper]) -> int:
        """The tokens of the request about these papers."""
        messages = self._messages(_Request(plan, tuple(papers), _Never()), _SOME_FENCE)
        return sum(self._tokens.count(message.content) for message in messages)

    def entry_size(self, paper: Paper) -> int:
        """The tokens that a paper adds to a request."""
        return self._tokens.count(self._entry(1, paper, _LONGEST))

    def _ask(self, request: _Request) -> Batch:
        heed(request.stop)
        try:
            reply = self._model.complete(self._messages(request, new_fence()), schema=SCHEMA, stop=request.stop)
        except ProviderTooLong as error:
            return self._shorter(request, error)
        except ProviderNonsense as error:
            return self._again(request, Batch(request.papers, {}, Usage(), error))
        except ProviderError as error:
            return Batch(request.papers, {}, Usage(), error)
        return self._again(request, replace(self._read(request, reply.text), usage=reply.usage))

    def _read(self, request: _Request, text: str) -> Batch:
        papers = request.papers
        try:
            claims = read_claims(text, frozenset(range(1, len(papers) + 1)))
        except ValueError as error:
            nonsense = ProviderNonsense(
                f"{self._model.name} does not keep to the judge's form: {error}",
                hint="Ask again, or use another model.",
            )
            nonsense.__cause__ = error
            return Batch(papers, {}, error=nonsense)
        cut = sum(self._is_cut(paper, request.longest) for paper in papers)
        return Batch(papers, {papers[number - 1].id: claim for number, claim in claims.items()}, cut=cut)

    def _again(self, request: _Request, batch: Batch) -> Batch:
        """The batch, with another try for the papers that it says nothing of."""
        silent = tuple(paper for paper in batch.papers if paper.id not in batch.claims)
        if not silent or request.tries < 2:
            return batch
        parts = _halves(silent) if len(silent) == len(batch.papers) else (silent,)
        asked = [self._ask(replace(request, papers=part, tries=request.tries - 1)) for part in parts]
        spoken = tuple(paper for paper in batch.papers if paper.id in batch.claims)
        return reduce(Batch.__add__, asked, replace(batch, papers=spoken, error=None))

    def _shorter(self, request: _Request, error: ProviderTooLong) -> Batch:
        if len(request.papers) > 1:
            first, second = (self._ask(replace(request, papers=part)) for part in _halves(request.papers))
            return first + second
        shown = min(request.longest, self._tokens.count(self._text(request.papers[0])))
        if shown // 2 < _SHORTEST:
            return Batch(request.papers, {}, Usage(), error)
        return self._ask(replace(request, longest=shown // 2))

    def _messages(self, request: _Request, fence: str) -> tuple[Message, ...]:
        entries = [self._entry(n, paper, request.longest) for n, paper in enumerate(request.papers, start=1)]
        blanks = {
            "fence": fence,
            "language": request.plan.language or "the language of the question",
            "question": as_data(request.plan.question),
            "papers": "\n\n".join(entries),
        }
        return self._prompt.render(blanks)

    def _entry(self, number: int, paper: Paper, longest: int) -> str:
        return f"{number}. {as_data(paper.title)}\n{self._tokens.cut(self._text(paper), longest)}"

    def _is_cut(self, paper: Paper, longest: int) -> bool:
        return self._tokens.cut(self._text(paper), longest) != self._text(paper)

    def _text(self, paper: Paper) -> str:
        return as_data(self._excerpts.get(paper.id, paper.abstract))


class _Never:
    def is_set(self) -> bool:
        return False


def _halves(papers: tuple[Paper, ...]) -> tuple[tuple[Paper, ...], ...]:
    middle = (len(papers) + 1) // 2
    return tuple(part for part in (papers[:middle], papers[middle:]) if part)
