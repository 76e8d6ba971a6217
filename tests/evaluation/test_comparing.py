"""Two evaluations, question by question."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation import (
    Comparison,
    Evaluation,
    FactQuestion,
    Result,
    Score,
    compare,
    make_report,
    read_earlier,
    table,
    to_json,
)
from assistant.evaluation.comparing import Change, Difference, Earlier
from assistant.evaluation.measures.intervals import paired_interval
from assistant.evaluation.measures.results import Asked


def _result(id: str, *scores: tuple[str, float], question: str = "How many?") -> Result:
    return Result(Asked(id, FactQuestion(id, question, ("a",))), tuple(Score(*score) for score in scores))


_NOW = [
    _result("F1", ("facts.cited", 1), ("facts.answer", 1)),
    _result("F2", ("facts.cited", 0)),
    _result("F3", ("facts.cited", 1), question="How much now?"),
    _result("F4", ("facts.cited", 1)),
    _result("F5", ("facts.cited", 1), ("quotes.verbatim", 1), ("quotes.verbatim", 0)),
]
_THEN = {
    ("F1", "How many?"): {"facts.cited": 1.0, "facts.answer": 0.25},
    ("F2", "How many?"): {"facts.cited": 0.5},
    ("F3", "How much?"): {"facts.cited": 0.0},  # another question under the same id
    ("F4", "How many?"): {"facts.cited": 0.25},
    ("F5", "How many?"): {"facts.cited": 1.0, "quotes.verbatim": 0.75},
    ("F6", "How many?"): {"facts.cited": 0.0},  # not asked any more
}


def _comparison() -> Comparison:
    return compare(Evaluation(tuple(_NOW)), Earlier("then.json", "2026-01-01", _THEN))


def test_a_figure_is_compared_over_the_questions_that_have_it_in_both() -> None:
    found = _comparison()

    assert (found.common, found.asked) == (4, 5)
    assert found.differences == (
        Difference("facts.cited", 2.75 / 4, 3 / 4, 4, *paired_interval([0, -0.5, 0.75, 0])),
        Difference("facts.answer", 0.25, 1, 1, *paired_interval([0.75])),
        Difference("quotes.verbatim", 0.75, 0.5, 1, *paired_interval([-0.25])),
    )


def test_questions_got_better_or_worse_by_their_main_score_the_most_changed_first() -> None:
    found = _comparison()

    # of F1 the answer is the main score and not what it cites; both rose by as much, in the order of the gold
    assert found.better == (Change(_NOW[0], "facts.answer", 0.25, 1), Change(_NOW[3], "facts.cited", 0.25, 1))
    assert found.worse == (Change(_NOW[1], "facts.cited", 0.5, 0),)


def test_an_evaluation_that_was_written_is_read_back(tmp_path: Path) -> None:
    evaluation, path = Evaluation(tuple(_NOW)), tmp_path / "then.json"
    report = make_report(evaluation, date="2026-01-01", index="mine", gold=("mine.jsonl",))
    path.write_text(json.dumps(to_json(report)), encoding="utf-8")

    earlier = read_earlier(path)

    assert (earlier.name, earlier.date) == ("then.json", "2026-01-01")
    assert earlier.scores == {(r.asked.id, r.asked.gold.question): r.means for r in _NOW}
    again = compare(evaluation, earlier)
    assert (again.better, again.worse, {one.value for one in again.differences}) == ((), (), {0})


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"format": 1},
        {"format": 1, "date": "x", "questions": [{"id": "F1", "question": "?", "scores": {"lists.f1": "high"}}]},
        {"format": 1, "date": "x", "questions": [{"id": "F1", "question": "?", "scores": {"lists.f1": float("nan")}}]},
        {"format": 1, "date": "x", "questions": [{"id": "F1", "question": "?", "scores": [1]}]},
    ],
)
def test_a_file_that_holds_no_evaluation_is_refused(tmp_path: Path, document: Mapping[str, object] | list[int]) -> None:
    path = tmp_path / "other.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(UsageError, match=r"other.json holds no evaluation\. Name a file that `assistant eval --json`"):
        read_earlier(path)


def test_a_file_of_another_format_or_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    path.write_text('{"format": 2}', encoding="utf-8")

    with pytest.raises(UsageError, match="is of format 2, this program writes 1"):
        read_earlier(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_earlier(tmp_path / "missing.json")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="holds no evaluation"):
        read_earlier(path)


def test_the_table_says_what_changed() -> None:
    report = make_report(Evaluation(tuple(_NOW)), date="2026-01-31", index="mine", gold=(), comparison=_comparison())
    low, high = paired_interval([0, -0.5, 0.75, 0])
    up, down = paired_interval([0.75]), paired_interval([-0.25])

    assert table(report).splitlines()[-10:] == [
        "against then.json of 2026-01-01, over the 4 of 5 questions that both asked",
        "metric                    then    now  change     n  95 % interval of the change",
        f"facts.cited              0.688  0.750  +0.062     4  [{low:+.3f}, {high:+.3f}]",
        f"facts.answer             0.250  1.000  +0.750     1  [{up[0]:+.3f}, {up[1]:+.3f}]",
        f"quotes.verbatim          0.750  0.500  -0.250     1  [{down[0]:+.3f}, {down[1]:+.3f}]",
        "better: 2",
        "  F1       facts.answer         0.250 to 1.000  How many?",
        "  F4       facts.cited          0.250 to 1.000  How many?",
        "worse: 1",
        "  F2       facts.cited          0.500 to 0.000  How many?",
    ]
