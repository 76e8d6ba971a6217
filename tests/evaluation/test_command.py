"""The work behind `assistant eval`."""

import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from assistant.errors import ProviderDown, UsageError
from assistant.evaluation import Conversation, read_all, run, shipped_gold
from assistant.types import Answer, Paper, PaperId

from .scripted import ScriptedAsker, make_answer, make_paper

_A = make_paper("a")


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


def test_the_table_is_printed_and_the_json_written(tmp_path: Path) -> None:
    asker = ScriptedAsker({q: make_answer(q) for q in ("How many?", "How much?")})
    out, file = io.StringIO(), tmp_path / "result.json"

    code = run([_gold(tmp_path)], asker, lookup=_lookup, date="2026-01-31", json_path=file, out=out)

    document = json.loads(file.read_text(encoding="utf-8"))
    assert (code, document["gold"], document["date"]) == (0, ["mine.jsonl"], "2026-01-31")
    assert "facts          cited           0.000     2  [0.000, 0.000]" in out.getvalue().splitlines()


def test_a_run_in_which_some_questions_failed_was_done_partly(tmp_path: Path) -> None:
    asker = ScriptedAsker({"How many?": make_answer("How many?"), "How much?": ProviderDown("gone", hint="Wait.")})
    out = io.StringIO()

    code = run([_gold(tmp_path)], asker, lookup=_lookup, date="2026-01-31", json_path=None, out=out)

    assert code == 3
    assert out.getvalue().endswith("1 of 2 questions failed and count as 0:\n  F2: gone. Wait.\n")


def test_without_a_gold_file_the_shipped_questions_are_asked() -> None:
    questions = [
        question
        for gold in read_all(shipped_gold())
        for question in ([turn.question for turn in gold.turns] if isinstance(gold, Conversation) else [gold.question])
    ]
    answers: dict[str, Answer] = {question: make_answer(question, outcome="not_covered") for question in questions}
    asker = ScriptedAsker(answers)

    assert run([], asker, lookup=_lookup, date="2026-01-31", json_path=None, out=io.StringIO()) == 0
    assert [question for question, _ in asker.asked] == questions


@pytest.mark.parametrize("place", ["no/folder/result.json", "."])
def test_a_json_file_without_a_place_is_refused_before_anything_is_asked(tmp_path: Path, place: str) -> None:
    asker = ScriptedAsker({})

    with pytest.raises(UsageError, match="is no place for a file"):
        run(
            [_gold(tmp_path)],
            asker,
            lookup=_lookup,
            date="2026-01-31",
            json_path=tmp_path / place,
            out=io.StringIO(),
        )
    assert asker.asked == []
