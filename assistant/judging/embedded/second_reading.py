"""The most probable papers of a question, read once more: each together with the question, by the cross-encoder.

Why: docs/decisions/0066-facts-are-read-together-with-the-question.md
     docs/decisions/0073-the-gate-of-lists-reads-three-papers.md
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.judging.embedded.candidates import Candidate
from assistant.judging.embedded.features import Features
from assistant.judging.embedded.relevance_models import Logistic
from assistant.ports import CrossEncoder, CrossReading

OF_FACT, OF_LIST = 6, 3  # papers that are read: a dozen put no more right papers first, six told no more of a topic


def read_together(question: str, candidates: Sequence[Candidate], cross: CrossEncoder, count: int) -> list[Candidate]:
    """The candidates in their order, the first `count` of them with their readings."""
    first, rest = candidates[:count], candidates[count:]
    texts = [(c.reading.paper.title, *map(c.reading.sentence, range(len(c.reading.spans)))) for c in first]
    readings = cross.read(question, texts)
    return [*(replace(c, cross=reading) for c, reading in zip(first, readings, strict=True)), *rest]


def ordered(candidates: Sequence[Candidate], model: Logistic) -> list[Candidate]:
    """Those that were read by P(relevant), which `model` tells from their readings; then the others as they were."""
    read = [_weighed(c, read_features(c, c.cross), model) for c in candidates if c.cross]
    return [*sorted(read, key=lambda c: -c.log_odds), *(c for c in candidates if not c.cross)]


def read_features(candidate: Candidate, reading: CrossReading) -> Features:
    """Numbers on whether a paper that was read is relevant."""
    return {"odds": candidate.log_odds, "relevant": reading.relevant}


def stated_features(quoted: Sequence[CrossReading]) -> Features:
    """Numbers on whether one of these abstracts, at least one, states what is asked, and not only speaks of it."""
    return {"stated": max(reading.stated for reading in quoted)}


def _weighed(candidate: Candidate, features: Features, model: Logistic) -> Candidate:
    return replace(candidate, log_odds=model.log_odds(features), probability=model.probability(features))
