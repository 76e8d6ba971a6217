"""Papers that are read together with a question: their order, and their sentences' shares of the answer."""

from math import exp

import pytest

from assistant.judging.embedded.candidates import Candidate
from assistant.judging.embedded.features import Reading
from assistant.judging.embedded.relevance_models import Logistic
from assistant.judging.embedded.second_reading import ordered, read_together
from assistant.models.cross_encoder import MiniLMCrossEncoder
from assistant.types import Paper

_ABSTRACT = "We count owls. A network finds 77 owls."
_SPANS = ((0, 14), (15, 39))
_MODEL = Logistic(0.0, {"odds": 0.0, "relevant": 1.0})


def _candidate(name: str, odds: float) -> Candidate:
    return Candidate(Reading(Paper(name, "Owls", _ABSTRACT), (), _SPANS, ((), ())), {}, odds, 0.5)


def test_the_first_are_read_and_the_others_stay_behind_them() -> None:
    candidates = [_candidate(str(number), -number) for number in range(9)]
    read = read_together("How many owls?", candidates, MiniLMCrossEncoder(), 6)
    assert [c.cross is not None for c in read] == [True] * 6 + [False] * 3
    assert [c.reading.paper.id for c in read] == [str(number) for number in range(9)]
    found = ordered(read, _MODEL)
    assert [c.reading.paper.id for c in found[6:]] == ["6", "7", "8"]
    assert all(c.cross and c.log_odds == pytest.approx(c.cross.relevant) for c in found[:6])


def test_the_shares_of_a_paper_s_sentences_make_one() -> None:
    (read,) = read_together("How many owls does the network find?", [_candidate("a", 0.0)], MiniLMCrossEncoder(), 6)
    assert exp(read.told(0)) + exp(read.told(1)) == pytest.approx(1.0)
    assert read.told(1) > read.told(0)
    assert _candidate("a", 0.0).told(0) == 0.0
