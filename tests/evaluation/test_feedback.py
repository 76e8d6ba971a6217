"""Thumbs as gold: lines that `assistant eval` reads, and that expect what the reader liked."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.evaluation.asking.feedback import Judged, draft_lines, gold_lines
from assistant.evaluation.asking.questions import (
    Conversation,
    FactQuestion,
    GoldQuestion,
    ListQuestion,
    Turn,
    UnanswerableQuestion,
)
from assistant.evaluation.asking.reading import read_gold
from assistant.types import Answer, Filters, Plan
from tests.making import MICE, OWLS, WHALES, answer, verdict

_LIST = answer(verdict(OWLS, "Owls hunt at night."), verdict(MICE))
_FACT = replace(
    answer(verdict(WHALES, "Our model hears 345 whales [12]."), verdict(OWLS), question="How many?"),
    plan=Plan("How many whales are heard?", "fact", ()),
)
_NOT_STATED = answer(verdict(OWLS, "Owls hunt at night."), question="How old?", outcome="not_stated")
_NOT_COVERED = answer(question="Will it rain?", outcome="not_covered")
_LEANING = replace(
    answer(verdict(OWLS, "Owls hunt at night."), question="Which of those hunt?"),
    plan=Plan("Which of those hunt?", "list", (), Filters(papers=("o", "m"))),
)


def _read(lines: list[dict[str, object]], folder: Path) -> list[GoldQuestion]:
    file = folder / "gold.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return read_gold(file)


@pytest.mark.parametrize(
    ("told", "gold"),
    [
        (_LIST, ListQuestion("T", "Which papers count animals?", ("o", "m"))),
        (_FACT, FactQuestion("T", "How many whales are heard?", ("w",))),
        (_NOT_STATED, UnanswerableQuestion("T", "How old?", "missing-detail")),
        (_NOT_COVERED, UnanswerableQuestion("T", "Will it rain?", "off-topic")),
    ],
)
def test_a_thumb_up_is_gold_that_is_read(told: Answer, gold: GoldQuestion, tmp_path: Path) -> None:
    assert _read(gold_lines([Judged("T", told, good=True)]), tmp_path) == [gold]
    assert draft_lines([Judged("T", told, good=True)]) == []


@pytest.mark.parametrize(
    ("told", "gold"),
    [
        (_LIST, ListQuestion("T", "Which papers count animals?", ("o", "m"))),
        (_FACT, FactQuestion("T", "How many whales are heard?", ("w",))),
        (_NOT_STATED, ListQuestion("T", "How old?", ())),
    ],
)
def test_a_thumb_down_is_a_draft_with_its_comment(told: Answer, gold: GoldQuestion, tmp_path: Path) -> None:
    judged = [Judged("T", told, good=False, comment="Mice are missing.")]
    (line,) = draft_lines(judged)
    assert (line["draft"], line["comment"]) == (True, "Mice are missing.")
    assert _read([line], tmp_path) == [gold]
    assert gold_lines(judged) == []


def test_a_question_that_leans_on_an_earlier_answer_is_gold_with_its_conversation(tmp_path: Path) -> None:
    judged = Judged("T", _LEANING, good=True, before=(_LIST, _NOT_COVERED))
    assert _read(gold_lines([judged]), tmp_path) == [
        Conversation(
            "T",
            (
                Turn("Which papers count animals?", "list", ("o", "m")),
                Turn("Will it rain?", "unanswerable"),
                Turn("Which of those hunt?", "list", ("o",)),
            ),
        )
    ]


@pytest.mark.parametrize("filters", [Filters(since="2025-01-01", authors=("Ann",)), Filters(papers=("o",))])
def test_a_good_answer_within_filters_is_a_draft_until_the_words_say_them(filters: Filters, tmp_path: Path) -> None:
    told = replace(_LIST, plan=replace(_LIST.plan, filters=filters))
    judged = [Judged("T", told, good=True)]
    (line,) = draft_lines(judged)
    assert gold_lines(judged) == []
    assert line["filters"] == {name: value for name, value in asdict(filters).items() if value}
    assert _read([line], tmp_path) == [ListQuestion("T", "Which papers count animals?", ("o", "m"))]
