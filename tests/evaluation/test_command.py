"""The work behind `assistant eval`."""

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ProviderDown, UsageError
from assistant.evaluation import Conversation, Wanted, make, read_all, read_gold, run, shipped_gold
from assistant.types import Answer, Paper, PaperId, Quote

from .sample import sample_papers
from .scripted import ScriptedAsker, make_answer, make_paper

_A = make_paper("a")
_QUESTIONS = ("How many?", "How much?")


def _lookup(ids: Iterable[PaperId]) -> dict[PaperId, Paper]:
    return {"a": _A}


def _gold(folder: Path) -> Path:
    path = folder / "mine.jsonl"
    rows = [
        {"id": "F1", "kind": "fact", "question": "How many?", "relevant": ["a"]},
        {"id": "F2", "kind": "fact", "question": "How much?", "relevant": ["a"]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def _run(wanted: Wanted, asker: ScriptedAsker) -> tuple[int, str, str]:
    """The exit code, what was printed and what was said."""
    out, err = io.StringIO(), io.StringIO()
    code = run(wanted, asker, lookup=_lookup, date="2026-01-31", index="mine, 1 paper", out=out, err=err)
    return code, out.getvalue(), err.getvalue()


def _asker() -> ScriptedAsker:
    """One fact cited, one not."""
    cited = make_answer("How many?", text="We study it. [1]", quotes=(Quote(_A, 0, 12),))
    return ScriptedAsker({"How many?": cited, "How much?": make_answer("How much?")})


def test_the_table_is_printed_and_the_files_written(tmp_path: Path) -> None:
    file, page = tmp_path / "result.json", tmp_path / "report.html"

    code, out, err = _run(Wanted(gold=[_gold(tmp_path)], json=file, html=page), _asker())

    document = json.loads(file.read_text(encoding="utf-8"))
    assert (code, err) == (0, "")
    assert (document["gold"], document["date"], document["index"]) == (["mine.jsonl"], "2026-01-31", "mine, 1 paper")
    assert "facts          cited           0.500     2  [0.000, 1.000]" in out.splitlines()
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_run_in_which_some_questions_failed_was_done_partly(tmp_path: Path) -> None:
    asker = ScriptedAsker({"How many?": make_answer("How many?"), "How much?": ProviderDown("gone", hint="Wait.")})

    code, out, _ = _run(Wanted(gold=[_gold(tmp_path)]), asker)

    assert code == 3
    assert out.endswith("1 of 2 questions failed and count as 0:\n  F2: gone. Wait.\n")


def test_without_a_gold_file_the_shipped_questions_are_asked() -> None:
    questions = [
        question
        for gold in read_all(shipped_gold())
        for question in ([turn.question for turn in gold.turns] if isinstance(gold, Conversation) else [gold.question])
    ]
    answers: dict[str, Answer] = {question: make_answer(question, outcome="not_covered") for question in questions}
    asker = ScriptedAsker(answers)

    assert _run(Wanted(), asker)[0] == 0
    assert [question for question, _ in asker.asked] == questions


def test_a_figure_below_its_floor_is_named_and_ends_with_one(tmp_path: Path) -> None:
    floors = ["facts.cited=0.6", "quotes.verbatim=1", "silence.answered=0.9"]

    code, _, err = _run(Wanted(gold=[_gold(tmp_path)], floors=floors), _asker())

    assert (code, err) == (1, "facts.cited is 0.5000, below its floor 0.6.\n")


def test_floors_that_hold_change_nothing(tmp_path: Path) -> None:
    wanted = Wanted(gold=[_gold(tmp_path)], floors=["facts.cited=0.5"])

    assert _run(wanted, _asker()) == _run(Wanted(gold=[_gold(tmp_path)]), _asker())


def test_a_floor_that_does_not_hold_weighs_more_than_a_question_that_failed(tmp_path: Path) -> None:
    asker = ScriptedAsker({"How many?": make_answer("How many?"), "How much?": ProviderDown("gone", hint="Wait.")})

    code, _, err = _run(Wanted(gold=[_gold(tmp_path)], floors=["facts.cited=0.1"]), asker)

    assert (code, err) == (1, "facts.cited is 0.0000, below its floor 0.1.\n")


def test_an_earlier_result_is_compared_with(tmp_path: Path) -> None:
    earlier, later = tmp_path / "earlier.json", tmp_path / "later.json"
    _run(Wanted(gold=[_gold(tmp_path)], json=earlier), ScriptedAsker({q: make_answer(q) for q in _QUESTIONS}))

    code, out, _ = _run(Wanted(gold=[_gold(tmp_path)], against=earlier, json=later), _asker())

    assert code == 0
    assert "against earlier.json of 2026-01-31, over the 2 of 2 questions that both asked" in out.splitlines()
    assert json.loads(later.read_text(encoding="utf-8"))["against"]["better"] == [
        {"id": "F1", "metric": "facts.cited", "then": 0, "now": 1}
    ]


@pytest.mark.parametrize("place", ["no/folder/result.json", "."])
@pytest.mark.parametrize("kind", ["json", "html"])
def test_a_file_without_a_place_is_refused_before_anything_is_asked(tmp_path: Path, kind: str, place: str) -> None:
    asker = ScriptedAsker({})

    with pytest.raises(UsageError, match="is no place for a file"):
        _run(replace(Wanted(gold=[_gold(tmp_path)]), **{kind: tmp_path / place}), asker)
    assert asker.asked == []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(floors=["lists.f2=0.5"]), "no figure is called 'lists.f2'"),
        (Wanted(against=Path("missing.json")), "missing.json cannot be read"),
    ],
)
def test_what_cannot_be_checked_later_is_refused_before_anything_is_asked(wanted: Wanted, said: str) -> None:
    asker = ScriptedAsker({})

    with pytest.raises(UsageError, match=said):
        _run(wanted, asker)
    assert asker.asked == []


def test_drafts_are_gold_that_can_be_asked(tmp_path: Path) -> None:
    out, err, path = io.StringIO(), io.StringIO(), tmp_path / "drafts.jsonl"

    code = make(6, sample_papers(), out=out, err=err)

    path.write_text(out.getvalue(), encoding="utf-8")
    assert (code, err.getvalue()) == (0, "")
    assert [question.id for question in read_gold(path)] == ["DL001", "DF001", "DL002", "DF002", "DL003", "DF003"]


def test_fewer_drafts_than_asked_for_are_said(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    papers = [make_paper(f"p{n}", f"Neural collapse {word}") for n, word in enumerate(("one", "two", "three"))]
    papers += [make_paper(f"other{n}") for n in range(3)]

    code = make(9, papers, out=out, err=err)

    assert (code, err.getvalue()) == (0, "1 of 9 questions: these papers share no more phrases.\n")
    assert json.loads(out.getvalue())["question"] == "Which papers deal with Neural collapse?"


def test_papers_that_share_no_phrase_make_no_drafts() -> None:
    with pytest.raises(UsageError, match="no question can be made of these 1 papers"):
        make(3, [_A], out=io.StringIO(), err=io.StringIO())
