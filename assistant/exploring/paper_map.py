"""The map of the papers: made from their stored vectors and their words, written and read as JSON.

Why: docs/decisions/0022-the-map.md
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import numpy as np

from assistant.exploring.projection import group, place
from assistant.exploring.topics import name_topics
from assistant.ports import Entry, Library, Vectors
from assistant.types import PaperId

MOST = 4_000  # papers on a map; of a larger corpus every n-th
_FEWEST = 12  # papers, under which there are no groups
_BATCH = 250  # papers whose vectors are read at a time


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper's place, coordinates 0 to 1, and the number of its topic."""

    paper: PaperId
    x: float
    y: float
    topic: int


@dataclass(frozen=True, slots=True)
class PaperMap:
    """`topics`: the words of each, by number. `papers`: how many there were to draw from. `state`: the index's."""

    state: str
    papers: int
    dots: tuple[Dot, ...]
    topics: tuple[tuple[str, ...], ...]

    def of_topic(self, topic: int) -> tuple[PaperId, ...]:
        return tuple(dot.paper for dot in self.dots if dot.topic == topic)


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done for a map; `done` of `total` where that can be counted, else 0 of 0."""

    words: str
    done: int = 0
    total: int = 0


def chart(
    library: Library, state: str, entries: Sequence[Entry], *, told: Callable[[Step], None], most: int = MOST
) -> PaperMap:
    """The map of these papers, without those that have no vectors yet; at most `most` of them, at even distances."""
    chosen = _spread([entry.id for entry in entries], most)
    centres: dict[PaperId, Vectors] = {}
    for at in range(0, len(chosen), _BATCH):
        told(Step("Reading the vectors", at, len(chosen)))
        centres |= library.centres(chosen[at : at + _BATCH])
    if not centres:
        return PaperMap(state, len(entries), (), ())
    ids, vectors = [*centres], np.stack([*centres.values()])
    told(Step("Placing the papers"))
    places = place(vectors)
    told(Step("Naming the topics"))
    groups = group(vectors).tolist()
    topics = _named(library, ids, groups)
    dots = (
        Dot(id, round(float(x), 4), round(float(y), 4), n) for id, (x, y), n in zip(ids, places, groups, strict=True)
    )
    return PaperMap(state, len(entries), tuple(dots), topics)


def groups_of(library: Library, *, most: int = MOST) -> tuple[tuple[tuple[str, ...], ...], dict[int, list[PaperId]]]:
    """The words of each group of papers by its number, and its papers, those nearest to its middle first."""
    chosen = _spread([entry.id for entry in library.entries()], most)
    centres = library.centres(chosen)
    if len(centres) < _FEWEST:
        return (), {}
    ids, vectors = [*centres], np.stack([*centres.values()])
    groups = group(vectors).tolist()
    members: dict[int, list[PaperId]] = {}
    for number in sorted(set(groups)):
        at = [i for i, own in enumerate(groups) if own == number]
        nearness = vectors[at] @ vectors[at].mean(axis=0)
        members[number] = [ids[at[i]] for i in np.argsort(-nearness)]
    return _named(library, ids, groups), members


def write_map(made: PaperMap) -> bytes:
    return json.dumps(asdict(made)).encode()


def read_map(text: bytes) -> PaperMap | None:
    """None for what is not a map as this program writes it."""
    try:
        raw = json.loads(text)
        dots = tuple(Dot(**dot) for dot in raw["dots"])
        return PaperMap(raw["state"], raw["papers"], dots, tuple(tuple(words) for words in raw["topics"]))
    except (ValueError, TypeError, KeyError):
        return None


def _spread(ids: Sequence[PaperId], most: int) -> list[PaperId]:
    """All of them, or `most` at even distances."""
    return [ids[at * len(ids) // most] for at in range(most)] if len(ids) > most else list(ids)


def _named(library: Library, ids: Sequence[PaperId], groups: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    @cache
    def stem(word: str) -> str:
        return "-".join(library.terms(word)) or word

    papers = library.papers(ids)
    known = [(papers[id], n) for id, n in zip(ids, groups, strict=True) if id in papers]
    named = name_topics([paper for paper, _ in known], [n for _, n in known], stem=stem)
    return tuple(named.get(number, ()) for number in range(max(groups) + 1))
