"""What is missing from an answer, and what is too much in it."""

import pytest

from assistant.errors import ProviderDown
from assistant.evaluation import (
    Asked,
    Evaluation,
    FactQuestion,
    ListQuestion,
    Result,
    Score,
    Turn,
    UnanswerableQuestion,
)
from assistant.evaluation.measures.gaps import Gap, failures, gap_of
from assistant.evaluation.measures.results import Asking
from assistant.types import Answer, Quote

from .scripted import make_answer, make_paper

_A, _B, _C, _D = (make_paper(name) for name in "abcd")
_LIST = ListQuestion("L1", "?", relevant=("a", "TITLE of b"), partial=("Title of c",))
_FACT = FactQuestion("F1", "?", relevant=("a", "b"), must_contain=("345", "CLASH"))


@pytest.mark.parametrize(
    ("gold", "answer", "gap"),
    [
        (_LIST, make_answer("?", papers=(_A, _C, _D)), Gap(missing=("TITLE of b",), extra=("Title of d",))),
        (_LIST, make_answer("?", papers=(_D, _D, _B, _A)), Gap(extra=("Title of d",))),
        (_LIST, make_answer("?", papers=(make_paper("e", title=" "),)), Gap(missing=_LIST.relevant, extra=(" ",))),
        (_LIST, None, Gap(missing=("a", "TITLE of b"))),
        (
            _FACT,
            make_answer("?", text="Clash [1]", papers=(_A, _B), quotes=(Quote(_A, 0, 4), Quote(_C, 0, 4))),
            Gap(missing=("b",), extra=("Title of c",), unsaid=("345",)),
        ),
        (
            _FACT,
            make_answer("?", text="345 clash".ljust(1_501), quotes=(Quote(_A, 0, 4), Quote(_B, 0, 4))),
            Gap(long=True),
        ),
        (UnanswerableQuestion("U1", "?", "off-topic"), make_answer("?", papers=(_A,)), Gap()),
        (Turn("?", "unanswerable", ("a",)), make_answer("?", papers=(_B,)), Gap()),
        (Turn("?", "list"), make_answer("?", papers=(_B,)), Gap()),
        (Turn("?", "list", ("a",)), make_answer("?", papers=(_B,)), Gap(missing=("a",), extra=("Title of b",))),
    ],
)
def test_what_is_missing_and_what_is_too_much(gold: Asking, answer: Answer | None, gap: Gap) -> None:
    assert gap_of(Asked("Q", gold, answer)) == gap


def _result(*scores: tuple[str, float], error: bool = False) -> Result:
    asked = Asked("Q", _FACT, error=ProviderDown("gone", hint="Wait.") if error else None)
    return Result(asked, tuple(Score(*score) for score in scores))


def test_a_question_failed_where_its_main_score_a_citation_or_a_quote_is_not_all_right() -> None:
    right = [
        _result(("facts.answer", 1), ("facts.cited", 1)),
        _result(("lists.f1", 1), ("lists.map", 0.4)),
        _result(("silence.off-topic", 1)),
        _result(("conversations.recall", 1), ("conversations.precision", 0.3)),
        _result(),
    ]
    wrong = [
        _result(("facts.answer", 0), ("facts.cited", 1)),
        _result(("facts.answer", 1), ("facts.cited", 0)),
        _result(("silence.off-topic", 0)),
        _result(("silence.off-topic", 1), ("quotes.verbatim", 1), ("quotes.verbatim", 0)),
        _result(error=True),
    ]

    assert failures(Evaluation((*right, *wrong))) == wrong
