"""The ports as they are, with everything that crosses them kept on a tape.

Why: docs/decisions/0019-recorded-at-the-ports.md
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import date
from typing import overload

from assistant.errors import ProviderError
from assistant.ports import (
    ChatModel,
    Embedder,
    JsonSchema,
    Judge,
    Judgement,
    Message,
    PaperIndex,
    Reply,
    Selection,
    Stop,
    Theme,
    Vectors,
)
from assistant.recording.recorder import ChatCall, Tape
from assistant.types import Filters, Hit, Judged, Paper, PaperId, Plan, RankedPaper, Usage

Ranker = Callable[[Plan], tuple[Sequence[RankedPaper], int]]
"""The papers that may answer, best first, and how many were left out for want of a date."""


@dataclass(frozen=True, slots=True)
class Ports:
    """All that an assistant's code asks of the world around it."""

    index: PaperIndex
    embedder: Embedder
    chat: ChatModel | None
    rank: Ranker
    themes: Callable[[], Sequence[Theme]]
    clock: Callable[[], float]
    today: Callable[[], date]


def taped(ports: Ports, tape: Tape) -> Ports:
    """The same ports, heard by the tape."""

    def rank(plan: Plan) -> tuple[Sequence[RankedPaper], int]:
        tape.ranked, tape.undated = ports.rank(plan)
        return tape.ranked, tape.undated

    return Ports(
        TapedIndex(ports.index, tape),
        TapedEmbedder(ports.embedder, tape),
        TapedChat(ports.chat, tape) if ports.chat else None,
        rank,
        lambda: tape.keep("themes", [], ports.themes()),
        lambda: tape.told(ports.clock()),
        lambda: date.fromisoformat(tape.keep("today", [], ports.today().isoformat())),
    )


class TapedIndex:
    def __init__(self, index: PaperIndex, tape: Tape) -> None:
        self._index, self._tape = index, tape

    def count(self) -> int:
        kept: int = self._tape.keep("count", [], self._index.count())
        return kept

    def pending(self) -> int:
        kept: int = self._tape.keep("pending", [], self._index.pending())
        return kept

    def list_papers(self) -> Iterator[Paper]:
        return iter(self._tape.keep("list_papers", [], tuple(self._index.list_papers())))

    def papers(self, ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
        asked = list(ids)
        kept: dict[PaperId, Paper] = self._tape.keep("papers", asked, self._index.papers(asked))
        return kept

    def select(self, filters: Filters) -> Selection:
        kept: Selection = self._tape.keep("select", asdict(filters), self._index.select(filters))
        return kept

    def sources(self) -> dict[str, int]:
        kept: dict[str, int] = self._tape.keep("sources", [], self._index.sources())
        return kept

    def by_date(self, within: Set[PaperId] | None = None) -> dict[PaperId, str | None]:
        kept: dict[PaperId, str | None] = self._tape.keep("by_date", among(within), self._index.by_date(within))
        return kept

    def mentioning(self, said: Callable[[str], bool], within: Set[PaperId] | None = None) -> set[PaperId]:
        found = self._index.mentioning(said, within)
        kept: set[PaperId] = self._tape.keep_next("mentioning", among(within), found)
        return kept

    def search_words(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[tuple[PaperId, float]]:
        found = self._index.search_words(query, k, within=within)
        kept: list[tuple[PaperId, float]] = self._tape.keep("search_words", words_asked(query, k, within), found)
        return kept

    def search_vectors(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> list[Hit]:
        found = self._index.search_vectors(vector, k, within=within)
        kept: list[Hit] = self._tape.keep("search_vectors", vectors_asked(vector, k, within), found)
        return kept

    def vectors(self, hits: Sequence[Hit]) -> Vectors:
        kept: Vectors = self._tape.keep("vectors", hits_asked(hits), self._index.vectors(hits))
        return kept

    def terms(self, text: str) -> list[str]:
        kept: list[str] = self._tape.keep("terms", text, self._index.terms(text))
        return kept

    def mended(self, text: str) -> str:
        kept: str = self._tape.keep("mended", text, self._index.mended(text))
        return kept

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        asked = sorted(terms)
        kept: dict[str, int] = self._tape.keep("frequencies", asked, self._index.frequencies(asked))
        return kept


def among(within: Set[PaperId] | None) -> list[PaperId] | None:
    return None if within is None else sorted(within)


def words_asked(query: str, k: int, within: Set[PaperId] | None) -> list[object]:
    return [query, k, among(within)]


def vectors_asked(vector: Vectors, k: int, within: Set[PaperId] | None) -> list[object]:
    return [vector.tolist(), k, among(within)]


def hits_asked(hits: Sequence[Hit]) -> list[tuple[PaperId, int]]:
    return [(hit.chunk.paper.id, hit.chunk.ordinal) for hit in hits]


class TapedEmbedder:
    def __init__(self, embedder: Embedder, tape: Tape) -> None:
        self._embedder, self._tape = embedder, tape

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dim(self) -> int:
        return self._embedder.dim

    def embed(self, texts: Sequence[str]) -> Vectors:
        kept: Vectors = self._tape.keep("embed", list(texts), self._embedder.embed(texts))
        return kept

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        kept: Vectors = self._tape.keep("embed_questions", list(texts), self._embedder.embed_questions(texts))
        return kept


class TapedChat:
    def __init__(self, chat: ChatModel, tape: Tape) -> None:
        self._chat, self._tape = chat, tape
        self.name = chat.name

    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        try:
            reply = self._chat.complete(messages, schema=schema, stop=stop)
        except ProviderError as error:
            self._tape.heard(ChatCall(tuple(messages), schema, (), None, error))
            raise
        self._tape.heard(ChatCall(tuple(messages), schema, (reply.text,), reply.usage))
        return reply

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Iterator[str | Usage]:
        pieces, usage, failed = list[str](), None, None
        try:
            for part in self._chat.stream(messages, stop=stop):
                if isinstance(part, Usage):
                    usage = part
                else:
                    pieces.append(part)
                yield part
        except ProviderError as error:
            failed = error
            raise
        finally:  # also where whoever listens has heard enough
            self._tape.heard(ChatCall(tuple(messages), None, tuple(pieces), usage, failed))


class WatchedJudge:
    """A `Judge` as it is; how far down the ranking it looks is kept, for only those papers need to be remembered."""

    def __init__(self, judge: Judge, tape: Tape) -> None:
        self._judge, self._tape = judge, tape

    @property
    def name(self) -> str:
        return self._judge.name

    @property
    def prompts(self) -> Mapping[str, str]:
        return self._judge.prompts

    def judge(
        self, plan: Plan, ranked: Sequence[RankedPaper], *, stop: Stop | None = None
    ) -> Iterator[Judged | Judgement]:
        return self._judge.judge(plan, _Watched(ranked, self._tape), stop=stop)


class _Watched(Sequence[RankedPaper]):
    def __init__(self, ranked: Sequence[RankedPaper], tape: Tape) -> None:
        self._ranked, self._tape = ranked, tape

    def __len__(self) -> int:
        return len(self._ranked)

    @overload
    def __getitem__(self, at: int) -> RankedPaper: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RankedPaper]: ...
    def __getitem__(self, at: int | slice) -> RankedPaper | Sequence[RankedPaper]:
        places = range(len(self._ranked))[at]
        self._tape.looked(max(places, default=-1) + 1 if isinstance(places, range) else places + 1)
        return self._ranked[at]
