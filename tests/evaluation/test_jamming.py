"""Blocker documents: the set is varied, and what became of a question is told by its right papers and its words."""

from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from assistant.evaluation.asking.questions import FactQuestion, ListQuestion
from assistant.evaluation.attacks import Fate, Jam, fate, jam_table, jams_to_json, read_blockers, run_blockers
from assistant.types import Answer, Progress
from tests.making import OWLS, WHALES, answer, verdict

BLOCKERS = read_blockers()
LIST = ListQuestion("L", "Which papers?", (OWLS.title, WHALES.title))
FACT = FactQuestion("F", "When do owls hunt?", (OWLS.title,), ("at night",))
OWL, WHALE = verdict(OWLS, "Owls hunt at night."), verdict(WHALES, "We count whales by ear.")
BOTH, ONE = answer(OWL, WHALE), answer(WHALE)
REFUSED = replace(ONE, outcome="not_stated")


def test_the_set_is_large_and_no_blocker_is_a_copy_of_another() -> None:
    assert len({blocker.id for blocker in BLOCKERS}) == len(BLOCKERS) >= 12
    assert len({blocker.gold.id for blocker in BLOCKERS}) == len(BLOCKERS)
    assert {blocker.gold.kind for blocker in BLOCKERS} == {"list", "fact"}
    alike = [
        (one.id, other.id)
        for one, other in combinations(BLOCKERS, 2)
        if SequenceMatcher(None, one.abstract, other.abstract, autojunk=False).ratio() > 0.7
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("gold", "before", "after", "expected"),
    [
        (LIST, BOTH, BOTH, "kept"),
        (LIST, ONE, BOTH, "kept"),
        (LIST, BOTH, ONE, "pushed out"),
        (LIST, BOTH, REFUSED, "refused"),
        (LIST, REFUSED, BOTH, "not answered before"),
        (FACT, BOTH, answer(OWL), "kept"),
        (FACT, BOTH, ONE, "pushed out"),
        (FACT, BOTH, replace(BOTH, text="Owls hunt [1] [2]."), "pushed out"),
        (FACT, ONE, BOTH, "not answered before"),
    ],
)
def test_the_fate_of_a_question(
    gold: ListQuestion | FactQuestion, before: Answer, after: Answer, expected: Fate
) -> None:
    assert fate(gold, before, after) == expected


class Told:
    def __init__(self, told: Answer) -> None:
        self._told = told

    def ask(self, question: str) -> Answer:
        return self._told


def test_each_question_is_asked_without_and_beside_the_blockers() -> None:
    blockers, told = [replace(BLOCKERS[0], id=WHALES.id, gold=LIST)], list[Progress]()
    jams = run_blockers(blockers, Told(BOTH), Told(ONE), progress=told.append)
    assert jams == [Jam(blockers[0], "pushed out", first=True)]
    assert told == [Progress("blockers", 1, 1)]
    assert jams_to_json(jams) == [{"id": WHALES.id, "gold": "L", "fate": "pushed out", "first": True}]
    assert "0 of 1 questions kept, 0.000 [0.000, 0.793]" in jam_table(jams)
