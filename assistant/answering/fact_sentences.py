"""The sentences that answer a fact question best, over the first few candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from assistant.answering.candidates import Candidate
from assistant.answering.features import Features, sentence_features
from assistant.answering.logistic import Logistic
from assistant.answering.query import Query
from assistant.answering.wording import asks_for_number
from assistant.ports import Embedder
from assistant.types import PaperId

_PAPERS = 5  # candidates whose sentences are compared to the question, one vector a sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    candidate: Candidate
    place: int
    features: Features

    @property
    def paper(self) -> PaperId:
        return self.candidate.reading.paper.id


def read_sentences(
    question: str, query: Query, candidates: Sequence[Candidate], *, embedder: Embedder
) -> list[Sentence]:
    """Every sentence of the first candidates with its features, in the order of the papers."""
    places = [(rank, c, i) for rank, c in enumerate(candidates[:_PAPERS]) for i in range(len(c.reading.spans))]
    vectors = embedder.embed([question, *(c.reading.sentence(i) for _, c, i in places)])
    asked = asks_for_number(question)
    return [
        Sentence(
            c,
            i,
            sentence_features(
                query, c.reading, i, cosine=float(cosine), rank=rank, log_odds=c.log_odds, number_asked=asked
            ),
        )
        for (rank, c, i), cosine in zip(places, vectors[1:] @ vectors[0], strict=True)
    ]


def best_sentences(
    sentences: Sequence[Sentence], count: int, *, model: Logistic, papers: int = 1, margin: float = inf
) -> list[Sentence]:
    """The `count` best by the model, from at least `papers` papers where there are as many. What is more than `margin`
    in log-odds below the best is left out: it answers nothing beside it.
    """
    odds = {id(s): model.log_odds(s.features) for s in sentences}
    ordered = sorted(sentences, key=lambda s: -odds[id(s)])
    close = [s for s in ordered if odds[id(s)] >= odds[id(ordered[0])] - margin]
    first_of_paper = {s.paper: s for s in reversed(close)}
    leaders = [s for s in close if first_of_paper[s.paper] is s][:papers]
    others = [s for s in close if s not in leaders]
    return [*leaders, *others][:count]
