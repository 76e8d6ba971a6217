"""The ports as a record remembers them. Asks no index, no model and no network; what was not recorded is an error.

Why: docs/decisions/0019-recorded-at-the-ports.md
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, replace
from difflib import SequenceMatcher, unified_diff
from threading import Lock
from typing import Any, overload

from assistant.errors import AssistantError
from assistant.ports import JsonSchema, Message, Reply, Selection, Stop, Theme, Vectors
from assistant.recording.codec import Json, Papers, decode
from assistant.recording.recorder import ChatCall, Counts, chat_key, fences, key_of, refenced
from assistant.recording.recording_ports import among, hits_asked, vectors_asked, words_asked
from assistant.types import Filters, Hit, Paper, PaperId, RankedPaper, Usage

_KINDS: Mapping[str, Any] = {  # of what each method gives
    "count": int,
    "pending": int,
    "list_papers": tuple[Paper, ...],
    "papers": dict[str, Paper],
    "select": Selection,
    "sources": dict[str, int],
    "by_date": dict[str, str | None],
    "mentioning": set[str],
    "search_words": list[tuple[str, float]],
    "search_vectors": list[Hit],
    "vectors": Vectors,
    "terms": list[str],
    "mended": str,
    "frequencies": dict[str, int],
    "embed": Vectors,
    "embed_questions": Vectors,
    "today": str,
    "themes": tuple[Theme, ...],
}
_SHOWN = 12  # lines of a difference


class NotRecorded(AssistantError):
    """The code asks for something that it did not ask for when the answer was recorded."""

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="The program has changed since; ask the question anew.")


class Memory:
    """The results of a record's calls, read as they are asked for."""

    def __init__(self, calls: Mapping[str, Mapping[str, Json]], papers: Papers) -> None:
        self._calls, self._papers = calls, papers
        self._counts = Counts()

    def recall(self, method: str, arguments: object) -> Any:  # whatever the method gives
        try:
            value = self._calls[method][key_of(arguments)]
        except KeyError:
            raise NotRecorded(f"the program now calls {method} with {str(arguments)[:200]}") from None
        return decode(_KINDS[method], value, self._papers)

    def recall_next(self, method: str, arguments: object) -> Any:
        """For a method that is given a function, which has no text to be known by: its calls in their order."""
        return self.recall(method, [self._counts.next(method), arguments])


class ReplayedIndex:
    """Satisfies `PaperIndex`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def count(self) -> int:
        return int(self._memory.recall("count", []))

    def pending(self) -> int:
        return int(self._memory.recall("pending", []))

    def list_papers(self) -> Iterator[Paper]:
        return iter(self._memory.recall("list_papers", []))

    def papers(self, ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
        return dict(self._memory.recall("papers", list(ids)))

    def select(self, filters: Filters) -> Selection:
        selection: Selection = self._memory.recall("select", asdict(filters))
        return selection

    def sources(self) -> dict[str, int]:
        return dict(self._memory.recall("sources", []))

    def by_date(self, within: Set[PaperId] | None = None) -> dict[PaperId, str | None]:
        return dict(self._memory.recall("by_date", among(within)))

    def mentioning(self, said: Callable[[str], bool], within: Set[PaperId] | None = None) -> set[PaperId]:
        return set(self._memory.recall_next("mentioning", among(within)))

    def search_words(self, query: str, k: int, *, within: Set[PaperId] | None = None) -> list[tuple[PaperId, float]]:
        return list(self._memory.recall("search_words", words_asked(query, k, within)))

    def search_vectors(self, vector: Vectors, k: int, *, within: Set[PaperId] | None = None) -> list[Hit]:
        return list(self._memory.recall("search_vectors", vectors_asked(vector, k, within)))

    def vectors(self, hits: Sequence[Hit]) -> Vectors:
        vectors: Vectors = self._memory.recall("vectors", hits_asked(hits))
        return vectors

    def terms(self, text: str) -> list[str]:
        return list(self._memory.recall("terms", text))

    def mended(self, text: str) -> str:
        return str(self._memory.recall("mended", text))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        return dict(self._memory.recall("frequencies", sorted(terms)))


class ReplayedEmbedder:
    """Satisfies `Embedder`."""

    def __init__(self, name: str, dim: int, memory: Memory) -> None:
        self.name, self.dim, self._memory = name, dim, memory

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._memory.recall("embed", list(texts))
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._memory.recall("embed_questions", list(texts))
        return vectors


class ReplayedChat:
    """Satisfies `ChatModel`: the recorded reply to the same request, behind whatever fence; repeated ones in turn.

    `fences`: those of the requests it was given, each with the recorded one.
    """

    def __init__(self, name: str, calls: Sequence[ChatCall]) -> None:
        self.name, self._calls, self._lock = name, calls, Lock()
        self._left: dict[str, list[ChatCall]] = {}
        self.fences: dict[str, str] = {}
        for call in calls:
            self._left.setdefault(call.key, []).append(call)

    def complete(
        self, messages: Sequence[Message], *, schema: JsonSchema | None = None, stop: Stop | None = None
    ) -> Reply:
        call = self._next(messages, schema)
        if call.error:
            raise call.error
        return Reply("".join(call.pieces), call.usage or Usage())

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Iterator[str | Usage]:
        call = self._next(messages, None)
        yield from call.pieces
        if call.error:
            raise call.error
        if call.usage:
            yield call.usage

    def _next(self, messages: Sequence[Message], schema: JsonSchema | None) -> ChatCall:
        with self._lock:
            left = self._left.get(chat_key(messages, schema))
            if not left:
                raise NotRecorded(_unlike(messages, self._calls))
            call = left.pop(0)
            now = fences(call.messages, messages)
            self.fences |= {new: old for old, new in now.items()}
        return replace(call, pieces=tuple(refenced(call.pieces, now)))


class Head(Sequence[RankedPaper]):
    """The head of a ranking of `total` papers. Its length is that of the whole; what lies below the head is gone."""

    def __init__(self, papers: Sequence[RankedPaper], total: int) -> None:
        self._papers, self._total = papers, total

    def __len__(self) -> int:
        return self._total

    def __iter__(self) -> Iterator[RankedPaper]:
        return iter(self._papers)

    @overload
    def __getitem__(self, at: int) -> RankedPaper: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RankedPaper]: ...
    def __getitem__(self, at: int | slice) -> RankedPaper | Sequence[RankedPaper]:
        places = range(self._total)[at]
        deepest = max(places, default=-1) if isinstance(places, range) else places
        if deepest >= len(self._papers):
            raise NotRecorded(f"the program now looks at the ranking's paper {deepest + 1}")
        return self._papers[at]


def _unlike(messages: Sequence[Message], calls: Sequence[ChatCall]) -> str:
    """What a request has that the most similar recorded one has not."""
    now = _lines(messages)
    known = [_lines(call.messages) for call in calls]
    if not known:
        return "the program now asks the model, which it did not when this was recorded"
    nearest = max(known, key=lambda lines: SequenceMatcher(None, lines, now, autojunk=False).ratio())
    changes = [line for line in unified_diff(nearest, now, lineterm="", n=0) if not line.startswith(("---", "+++"))]
    return "\n  ".join(["the program now asks the model something else:", *changes[:_SHOWN]])


def _lines(messages: Sequence[Message]) -> list[str]:
    return [line for message in messages for line in message.content.splitlines()]
