"""What the embedded judge looks at: numbers on a question and a paper, a sentence, or the whole ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import sqrt

from assistant.ports import CrossReading, PaperIndex
from assistant.retrieval.query_terms import Query
from assistant.text.sentences import sentence_spans
from assistant.types import Paper, RankedPaper

Features = dict[str, float]


@dataclass(frozen=True)
class Reading:
    """A paper's terms, by sentence."""

    paper: Paper
    title: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[str, ...], ...]

    @cached_property
    def terms(self) -> tuple[str, ...]:
        return (*self.title, *(t for sentence in self.sentences for t in sentence))

    @cached_property
    def parts(self) -> tuple[tuple[frozenset[str], frozenset[tuple[str, str]]], ...]:
        """The terms and the adjacent pairs of the title and of each sentence."""
        return tuple((frozenset(part), frozenset(pairwise(part))) for part in (self.title, *self.sentences))

    def sentence(self, place: int) -> str:
        start, end = self.spans[place]
        return self.paper.abstract[start:end]


def read_paper(paper: Paper, *, index: PaperIndex) -> Reading:
    spans = tuple(sentence_spans(paper.abstract))
    sentences = tuple(tuple(index.terms(paper.abstract[start:end])) for start, end in spans)
    return Reading(paper, tuple(index.terms(paper.title)), spans, sentences)


def paper_features(query: Query, ranked: RankedPaper, best: RankedPaper, reading: Reading) -> Features:
    """Numbers on one candidate. `best` is the first of the ranking, to whose score the others are compared. A model
    uses those it has weights for.
    """
    return {
        "fused": ranked.score,
        "fused_to_best": ranked.score / best.score if best.score > 0 else 0.0,
        "cosine": ranked.cosine,
        "cosine_to_best": ranked.cosine - best.cosine,
        "feedback": ranked.feedback,
        "share": query.share(reading.terms),
        "phrases": query.share_in_phrases(*_joined(reading)),
        "phrases_in_part": max(query.share_in_phrases(*part) for part in reading.parts),
        "pairs": query.share_of_pairs(reading.terms),
    }


def _joined(reading: Reading) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    terms, pairs = zip(*reading.parts, strict=True)
    return frozenset().union(*terms), frozenset().union(*pairs)


def sentence_features(
    query: Query,
    reading: Reading,
    place: int,
    *,
    cosine: float,
    told: float,
    rank: int,
    log_odds: float,
    number_asked: bool,
) -> Features:
    """Numbers on one sentence as an answer. `rank` and `log_odds` are its paper's among the candidates, `told` is its
    share of the answer among the paper's sentences, as a logarithm.
    """
    numbered = any(c.isdigit() for c in reading.sentence(place))
    return {
        "share": query.share(reading.sentences[place]),
        "cosine": cosine,
        "told": told,
        "number": float(numbered),
        "number_asked": float(numbered and number_asked),
        "place": place / len(reading.spans),
        "last": float(place == len(reading.spans) - 1),
        "log_odds": log_odds,
        "first_paper": float(rank == 0),
    }


def topic_features(query: Query, readings: Sequence[Reading], cosines: Sequence[float]) -> Features:
    """Numbers on whether the corpus speaks of what is asked. `readings`: the most probable papers; `cosines`: of their
    sentences to the question.
    """
    return {
        "best_sentence": max(cosines, default=0.0),
        "covered": query.share([term for reading in readings for term in reading.terms]),
        "unseen": sqrt(query.unseen_share),  # one word that no paper uses tells more than the next
    }


def listable_features(odds: float, readings: Sequence[CrossReading], topic: Features) -> Features:
    """Numbers on whether there is a list to give. `odds`: log-odds of the most probable paper; `readings`: of the first
    papers, at least one.
    """
    return {**topic, "odds": odds, "relevant": max(reading.relevant for reading in readings)}


def answerable_features(
    query: Query, head: Sequence[RankedPaper], odds: Sequence[float], first: Features, topic: Features
) -> Features:
    """Numbers on whether a fact question is answered here, by a paper that stands out, and not only near.

    `odds`: log-odds of the candidates, falling; `first`: the features of the first of the ranking; `topic`: as
    `topic_features` gives them.
    """
    return {
        **topic,
        "odds": odds[0],
        "next_odds": odds[min(1, len(odds) - 1)],
        "cosine": head[0].cosine,
        "cosine_gap": _gap([ranked.cosine for ranked in head]),
        "words_gap": _gap([ranked.words for ranked in head]) / query.mass,
        "share": first["share"],
        "pairs": first["pairs"],
        "terms": float(len(query.terms)),
    }


def _gap(scores: Sequence[float]) -> float:
    """How far the highest stands above the mean of the next nine; 0 for one score alone."""
    highest, *others = sorted(scores, reverse=True)[:10]
    return highest - sum(others) / len(others) if others else 0.0
