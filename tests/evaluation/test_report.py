"""The table and the JSON of an evaluation."""

import json
from collections.abc import Iterable, Mapping, Sequence

from assistant.errors import AssistantError, ProviderDown
from assistant.evaluation import (
    Evaluation,
    FactQuestion,
    GoldQuestion,
    ListQuestion,
    UnanswerableQuestion,
    evaluate,
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


def test_the_table_has_a_line_for_each_measure_and_names_what_failed() -> None:
    assert table(_evaluation()).splitlines() == [
        "kind           metric          value     n  95 % interval",
        "lists          precision       1.000     1  [1.000, 1.000]",
        "               recall          0.500     1  [0.500, 0.500]",
        "               f1              0.667     1  [0.667, 0.667]",
        "               map             1.000     1  [1.000, 1.000]",
        "facts          cited           0.500     2  [0.000, 1.000]",
        "               answer          1.000     1  [1.000, 1.000]",
        "silence        answered        0.667     3  [0.000, 1.000]",
        "               off-topic       1.000     1  [1.000, 1.000]",
        "quotes         verbatim        1.000     3  [1.000, 1.000]",
        "               numbered        1.000     3  [1.000, 1.000]",
        "               marked          1.000     3  [1.000, 1.000]",
        "1 of 4 questions failed and count as 0:",
        "  F2: no connection. Try later.",
    ]


def test_the_json_holds_the_figures_and_what_each_question_got() -> None:
    document = to_json(_evaluation(), date="2026-01-31", gold=["mine.jsonl"])

    assert json.loads(json.dumps(document)) == document
    questions = document.pop("questions")
    metrics = document.pop("metrics")
    assert document == {
        "format": 1,
        "date": "2026-01-31",
        "gold": ["mine.jsonl"],
        "models": {"judge": ["small judge"], "writer": ["small writer"], "embedder": ["small embedder"]},
        "prompts": {"judge.md": "abc"},
    }
    assert isinstance(metrics, dict)
    assert metrics["facts.cited"] == {"value": 0.5, "n": 2, "low": 0.0, "high": 1.0}
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
            "seconds": None,
            "error": "no connection. Try later.",
        },
    ]
