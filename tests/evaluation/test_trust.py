"""Citations that do not hold, and what the checks of a model's sentences found."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.evaluation import FactQuestion, evaluate
from assistant.evaluation.measures.trust import Trust, trust_lines, trust_of
from assistant.types import Answer, Checks, Paper, PaperId, Quote

from .scripted import ScriptedAsker, make_answer, make_paper

_A = make_paper("a")
_HOLDS = make_answer("One?", text="345 [1]", papers=(_A,), quotes=(Quote(_A, 0, 12),))


def _lookup(ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
    return {"a": _A}


def _trust(*answers: Answer) -> tuple[Trust, dict[str, tuple[float, ...]]]:
    gold = [FactQuestion(f"F{n}", f"{n}?", ("a",)) for n in range(len(answers))]
    asker = ScriptedAsker({f"{n}?": answer for n, answer in enumerate(answers)})
    evaluation = evaluate(gold, asker, lookup=_lookup)
    values = {measure.name: measure.values for measure in evaluation.measures if measure.group == "sentences"}
    return trust_of(evaluation), values


def test_the_checks_of_all_answers_are_added_up_and_scored_sentence_by_sentence() -> None:
    checked = [replace(_HOLDS, checks=checks) for checks in (Checks(3, 1, 1, 2), Checks(1, 0, 0, 0), None)]
    trust, values = _trust(*checked)
    assert trust == Trust(3, 0, Checks(4, 1, 1, 2))
    assert values == {"sentences.supported": (0, 1, 1, 1), "sentences.unrepaired": (0, 0, 1, 1)}
    assert trust_lines(trust) == [
        "0 invalid of 3 citations",
        "1 unsupported and 1 repaired of 4 sentences a model wrote; 2 citations it invented, none shown",
    ]


def test_a_quote_that_is_not_verbatim_and_a_mark_of_nothing_are_invalid() -> None:
    other = Paper("a", "Title of a", "It is something else.")
    wrong = make_answer("One?", text="345 [1]", papers=(_A,), quotes=(Quote(other, 0, 12),))
    trust, values = _trust(wrong, replace(_HOLDS, text="345 [1][2]"), _HOLDS)
    assert (trust, values) == (Trust(3, 2, None), {})
