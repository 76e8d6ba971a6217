"""The table and the JSON of a report."""

import json
from collections.abc import Iterable, Mapping, Sequence

import pytest

from assistant.errors import AssistantError, ProviderDown
from assistant.evaluation import (
    Evaluation,
    FactQuestion,
    GoldQuestion,
    ListQuestion,
    Report,
    UnanswerableQuestion,
    evaluate,
    make_report,
    table,
    to_json,
)
from assistant.types import Answer, Paper, PaperId, Quote

from .scripted import ScriptedAsker, make_answer, make_paper

_A, _B = make_paper("a"), make_paper("b")
_GOLD: Sequence[GoldQuestion] = [
    ListQuestion("L1", "Which?", ("a", "b")),
    UnanswerableQuestion("U1", "Why?", "off-topic"),
    FactQuestion("F1", "How many?", ("a",), ("345",)),
    FactQuestion("F2", "How much?", ("a",)),
]
_ANSWERS: Mapping[str, Answer | AssistantError] = {
    "Which?": make_answer("Which?", text="This one [1].", papers=(_A,), quotes=(Quote(_A, 0, 12),)),
    "Why?": make_answer("Why?", outcome="not_covered"),
    "How many?": make_answer("How many?", text="345 [1]", papers=(_A,), quotes=(Quote(_A, 0, 12), Quote(_A, 13, 27))),
    "How much?": ProviderDown("no connection", hint="Try later."),
}


def _lookup(ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
    return {"a": _A, "b": _B}


def _evaluation() -> Evaluation:
    return evaluate(_GOLD, ScriptedAsker(_ANSWERS, {"Which?": (_A, _B)}), lookup=_lookup)


def _report() -> Report:
    return make_report(_evaluation(), date="2026-01-31", index="mine, 2 papers", gold=("mine.jsonl",))


def test_the_table_has_a_line_for_each_measure_and_names_what_failed() -> None:
    assert table(_report()).splitlines() == [
        "kind           metric          value     n  95 % interval",
        "lists          precision       1.000     1  [0.207, 1.000]",
        "               recall          0.500     1  [0.055, 0.945]",
        "               f1              0.667     1  [0.094, 0.975]",
        "               map             1.000     1  [0.207, 1.000]",
        "facts          cited           0.500     2  [0.000, 1.000]",
        "               answer          1.000     1  [0.207, 1.000]",
        "silence        answered        0.667     3  [0.000, 1.000]",
        "               off-topic       1.000     1  [0.207, 1.000]",
        "quotes         verbatim        1.000     3  [0.439, 1.000]",
        "               numbered        1.000     3  [0.439, 1.000]",
        "               marked          1.000     3  [0.439, 1.000]",
        "confidence     auroc           0.333     4  [0.000, 0.500]",
        "0 invalid of 3 citations",
        "1 of 4 questions failed and count as 0:",
        "  F2: no connection. Try later.",
    ]


def test_the_json_holds_the_figures_and_what_each_question_got() -> None:
    document = to_json(_report())

    assert json.loads(json.dumps(document)) == document
    questions = document.pop("questions")
    metrics = document.pop("metrics")
    curves = document.pop("curves")
    assert document == {
        "format": 1,
        "date": "2026-01-31",
        "index": "mine, 2 papers",
        "gold": ["mine.jsonl"],
        "models": {"judge": ["small judge"], "writer": ["small writer"], "embedder": ["small embedder"]},
        "prompts": {"judge.md": "abc"},
        "floors": {},
        "trust": {"citations": 3, "invalid": 0, "checks": None},
        "against": None,
    }
    assert isinstance(metrics, dict)
    assert metrics["facts.cited"] == {"value": 0.5, "n": 2, "low": 0.0, "high": 1.0}
    # losses: of the list 1/3, of the unanswerable 1, of the facts 0 and, with no answer and no confidence, 1
    mean_of_tie = (1 / 3 + 1 + 0) / 3
    assert curves == {
        "risk_coverage": {
            "points": [
                [1 / 4, pytest.approx(mean_of_tie)],
                [2 / 4, pytest.approx(mean_of_tie)],
                [3 / 4, pytest.approx(mean_of_tie)],
                [1, pytest.approx((1 / 3 + 1 + 0 + 1) / 4)],
            ],
            "aurc": pytest.approx((3 * mean_of_tie + 7 / 12) / 4),
        },
        "precision_recall": {"points": [[level / 10, 1.0] for level in range(11)], "lists": [[0.5, 1.0]]},
    }
    assert isinstance(questions, list)
    assert questions[2:] == [
        {
            "id": "F1",
            "kind": "fact",
            "question": "How many?",
            "scores": {
                "facts.cited": 1,
                "facts.answer": 1,
                "silence.answered": 1,
                "quotes.verbatim": 1,
                "quotes.numbered": 1,
                "quotes.marked": 1,
            },
            "outcome": "answered",
            "confidence": 0.8,
            "text": "345 [1]",
            "papers": ["Title of a"],
            "cited": ["Title of a", "Title of a"],
            "missing": [],
            "extra": [],
            "unsaid": [],
            "notes": [],
            "seconds": 0.25,
            "error": None,
        },
        {
            "id": "F2",
            "kind": "fact",
            "question": "How much?",
            "scores": {"facts.cited": 0, "silence.answered": 0},
            "outcome": None,
            "confidence": None,
            "text": None,
            "papers": [],
            "cited": [],
            "missing": ["a"],
            "extra": [],
            "unsaid": [],
            "notes": [],
            "seconds": None,
            "error": "no connection. Try later.",
        },
    ]
