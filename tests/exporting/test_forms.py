"""The forms as files."""

import csv
import json

import pytest

from assistant.answer_json import answer_to_json
from assistant.errors import UsageError
from assistant.exporting import FORMS, export, file_name, form_of
from tests.exporting.hostile import HOSTILE, over
from tests.making import OWLS, answer, verdict

_ANSWER = answer(verdict(OWLS, "Owls hunt at night."))


def test_json_holds_the_answers_as_the_command_line_prints_them() -> None:
    assert json.loads(export([_ANSWER, over(HOSTILE)], FORMS["json"], title="Owls")) == {
        "title": "Owls",
        "answers": [answer_to_json(_ANSWER), answer_to_json(over(HOSTILE))],
    }


def test_a_csv_file_begins_with_the_sign_by_which_a_spreadsheet_knows_utf_8() -> None:
    made = export([_ANSWER], FORMS["csv"])
    assert made.startswith(b"\xef\xbb\xbfquestion,place,")
    assert next(csv.reader(made.decode("utf-8-sig").splitlines()))[:2] == ["question", "place"]


@pytest.mark.parametrize("ending", FORMS)
def test_every_form_is_utf_8_and_found_by_its_ending(ending: str) -> None:
    assert form_of(f"a/b.c.{ending.upper()}") is FORMS[ending]
    assert export([_ANSWER, over(HOSTILE)], FORMS[ending]).decode("utf-8")
    assert len(export([], FORMS[ending])) < len(export([_ANSWER], FORMS[ending]))


@pytest.mark.parametrize("name", ["answer", "answer.docx", "md", ""])
def test_a_file_without_a_known_ending_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match=r"\.md, \.bib, \.ris, \.csv, \.json"):
        form_of(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Which papers use GRPO?", "which-papers-use-grpo.md"),
        ("../../etc/passwd\n", "etc-passwd.md"),
        ("?!", "answer.md"),
    ],
)
def test_a_file_is_called_by_its_title(title: str, name: str) -> None:
    assert file_name(title, FORMS["md"]) == name
