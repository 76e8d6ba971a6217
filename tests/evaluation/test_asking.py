"""The run over the gold: order, history, errors, progress."""

from collections.abc import Iterable

import pytest

from assistant.errors import AssistantError, IndexMissing, ProviderDown, Stopped
from assistant.evaluation import (
    Conversation,
    FactQuestion,
    GoldQuestion,
    ListQuestion,
    Turn,
    UnanswerableQuestion,
    evaluate,
)
from assistant.types import Paper, PaperId, Progress, Quote

from .scripted import ScriptedAsker, make_answer, make_paper

_A, _B = make_paper("a"), make_paper("b")
_DOWN = ProviderDown("no connection", hint="Try later.")


def _lookup(ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
    return {paper.id: paper for paper in (_A, _B) if paper.id in set(ids)}


def test_every_question_is_asked_once_in_order_and_lists_are_searched_a_hundred_deep() -> None:
    gold: list[GoldQuestion] = [
        FactQuestion("F1", "How many?", ("a",)),
        ListQuestion("L1", "Which?", ("a",)),
        UnanswerableQuestion("U1", "Why?", "off-topic"),
    ]
    asker = ScriptedAsker({q: make_answer(q) for q in ("How many?", "Which?", "Why?")}, {"Which?": (_B, _A)})

    evaluation = evaluate(gold, asker, lookup=_lookup)

    assert asker.asked == [("How many?", ()), ("Which?", ()), ("Why?", ())]
    assert asker.searched == [("Which?", 100)]
    assert [(result.asked.id, result.asked.ranking) for result in evaluation.results] == [
        ("F1", ()),
        ("L1", (_B, _A)),
        ("U1", ()),
    ]


def test_a_turn_is_asked_with_the_earlier_answers_of_its_own_conversation() -> None:
    first, second, third = (make_answer(question) for question in ("Who?", "And?", "Else?"))
    gold = [
        Conversation("C1", (Turn("Who?", "list", ("a",)), Turn("And?", "fact", ("a",)), Turn("Else?", "unanswerable"))),
        Conversation("C2", (Turn("Who?", "list", ("a",)),)),
    ]
    asker = ScriptedAsker({"Who?": first, "And?": second, "Else?": third})

    evaluation = evaluate(gold, asker, lookup=_lookup)

    assert asker.asked == [("Who?", ()), ("And?", (first,)), ("Else?", (first, second)), ("Who?", ())]
    assert [result.asked.id for result in evaluation.results] == ["C1#1", "C1#2", "C1#3", "C2#1"]


def test_progress_counts_turns() -> None:
    gold: list[GoldQuestion] = [
        UnanswerableQuestion("U1", "Why?", "off-topic"),
        Conversation("C1", (Turn("Who?", "fact", ("a",)), Turn("And?", "fact", ("a",)))),
    ]
    seen: list[Progress] = []

    evaluate(
        gold,
        ScriptedAsker({q: make_answer(q) for q in ("Why?", "Who?", "And?")}),
        lookup=_lookup,
        progress=seen.append,
    )

    assert seen == [Progress("ask", 1, 3), Progress("ask", 2, 3), Progress("ask", 3, 3)]


def test_a_question_that_fails_scores_zero_and_the_rest_go_on() -> None:
    gold = [
        Conversation("C1", (Turn("Who?", "fact", ("a",)), Turn("And?", "fact", ("a",)), Turn("Else?", "fact", ("a",)))),
    ]
    who, other = make_answer("Who?", papers=(_A,)), make_answer("Else?", papers=(_A,))
    asker = ScriptedAsker({"Who?": who, "And?": _DOWN, "Else?": other})

    evaluation = evaluate(gold, asker, lookup=_lookup)

    assert asker.asked[-1] == ("Else?", (who,))
    assert [(asked.id, asked.error) for asked in evaluation.failed] == [("C1#2", _DOWN)]
    recall = next(measure for measure in evaluation.measures if measure.name == "conversations.recall")
    assert recall.values == (1, 0, 1)


def test_where_nothing_is_answered_the_first_error_is_raised() -> None:
    gold = [FactQuestion("F1", "How many?", ("a",)), FactQuestion("F2", "How much?", ("a",))]
    asker = ScriptedAsker({"How many?": _DOWN, "How much?": ProviderDown("still none", hint="Try later.")})

    with pytest.raises(ProviderDown, match="no connection"):
        evaluate(gold, asker, lookup=_lookup)


@pytest.mark.parametrize("error", [IndexMissing("no index", hint="Build one."), Stopped("stopped", hint="Ask again.")])
def test_an_error_that_every_question_would_meet_is_raised_at_once(error: AssistantError) -> None:
    gold = [FactQuestion("F1", "How many?", ("a",)), FactQuestion("F2", "How much?", ("a",))]
    asker = ScriptedAsker({"How many?": error, "How much?": make_answer("How much?")})

    with pytest.raises(type(error)):
        evaluate(gold, asker, lookup=_lookup)
    assert asker.asked == [("How many?", ())]


def test_citations_are_checked_against_the_index_and_not_against_the_answer() -> None:
    doctored = make_paper("a", abstract="We doctored it. It works well.")
    answer = make_answer("How many?", quotes=(Quote(doctored, 0, 15), Quote(_B, 0, 12)))

    evaluation = evaluate(
        [FactQuestion("F1", "How many?", ("a",))], ScriptedAsker({"How many?": answer}), lookup=_lookup
    )

    verbatim = next(measure for measure in evaluation.measures if measure.name == "quotes.verbatim")
    assert verbatim.values == (0, 1)


def test_no_question_gives_no_measure() -> None:
    assert evaluate([], ScriptedAsker({}), lookup=_lookup).measures == ()
