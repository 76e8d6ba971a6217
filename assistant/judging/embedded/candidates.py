"""The candidates of a question: papers read against it, each with its probability of being relevant."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from assistant.judging.embedded.features import Features, Reading, paper_features, read_paper
from assistant.judging.embedded.relevance_models import Logistic
from assistant.ports import CrossReading, PaperIndex
from assistant.retrieval.query_terms import Query
from assistant.types import RankedPaper


@dataclass(frozen=True, slots=True)
class Candidate:
    reading: Reading
    features: Features
    log_odds: float
    probability: float  # P(relevant)
    cross: CrossReading | None = None  # where it was read together with the question

    def told(self, place: int) -> float:
        """log of the share that a sentence has of the answer, among those of the abstract; 0 where none were read."""
        if self.cross is None:
            return 0.0
        scores = self.cross.sentences
        highest = max(scores)
        return scores[place] - highest - log(sum(exp(score - highest) for score in scores))


def read_candidates(
    query: Query, head: Sequence[RankedPaper], *, model: Logistic, index: PaperIndex
) -> list[Candidate]:
    """The papers of the ranking's head as candidates, most probable first."""
    judged = [_candidate(query, ranked, head[0], model, index) for ranked in head]
    return sorted(judged, key=lambda c: -c.log_odds)


def _candidate(query: Query, ranked: RankedPaper, best: RankedPaper, model: Logistic, index: PaperIndex) -> Candidate:
    reading = read_paper(ranked.paper, index=index)
    features = paper_features(query, ranked, best, reading)
    return Candidate(reading, features, model.log_odds(features), model.probability(features))
