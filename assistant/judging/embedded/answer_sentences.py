"""The sentences of the most probable papers: which of them answer, and whether any of them speaks of the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from assistant.judging.embedded.candidates import Candidate
from assistant.judging.embedded.features import Features, sentence_features
from assistant.judging.embedded.relevance_models import Logistic
from assistant.ports import Embedder
from assistant.retrieval.query_terms import Query
from assistant.types import PaperId
from assistant.understanding.literal.wording import asks_for_number

_HEAP = 120  # words from which on a sentence is none: of 141,451 sentences of real abstracts 12 have more


@dataclass(frozen=True, slots=True)
class Sentence:
    candidate: Candidate
    place: int
    features: Features

    @property
    def paper(self) -> PaperId:
        return self.candidate.reading.paper.id

    @property
    def cosine(self) -> float:
        """To the question."""
        return self.features["cosine"]


def read_sentences(
    question: str, query: Query, candidates: Sequence[Candidate], *, embedder: Embedder
) -> list[Sentence]:
    """Every sentence of these candidates with its features, in the order of the papers: one vector each. A heap of
    words is read only where there is nothing else: it holds any question's words, and answers none."""
    every = [(rank, c, i) for rank, c in enumerate(candidates) for i in range(len(c.reading.spans))]
    places = [each for each in every if len(each[1].reading.sentences[each[2]]) <= _HEAP] or every
    asked, *vectors = embedder.embed([question, *(c.reading.sentence(i) for _, c, i in places)])
    numbers = asks_for_number(question)
    return [
        Sentence(
            c,
            i,
            sentence_features(
                query,
                c.reading,
                i,
                cosine=float(vector @ asked),
                told=c.told(i),
                rank=rank,
                log_odds=c.log_odds,
                number_asked=numbers,
            ),
        )
        for (rank, c, i), vector in zip(places, vectors, strict=True)
    ]


def best_sentences(
    sentences: Sequence[Sentence], count: int, *, model: Logistic, margin: float = inf, of_one: int | None = None
) -> list[Sentence]:
    """The `count` best by the model: first the best of each paper, then the others, at most `of_one` of a paper. What
    is more than `margin` in log-odds below the best of all is left out: it answers nothing beside it.
    """
    odds = {id(s): model.log_odds(s.features) for s in sentences}
    ordered = sorted(sentences, key=lambda s: -odds[id(s)])
    of_paper: dict[PaperId, list[Sentence]] = {}
    for s in ordered:
        if odds[id(s)] >= odds[id(ordered[0])] - margin:
            of_paper.setdefault(s.paper, []).append(s)
    leaders = [found[0] for found in of_paper.values()]
    others = [s for s in ordered if s in (of_paper.get(s.paper) or [])[1:of_one]]
    return [*leaders, *others][:count]
