"""`assistant ask --export`, and the same from Python."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import pytest
import rispy

from assistant import export, open_assistant
from assistant.cli import main
from assistant.errors import UsageError
from assistant.exporting import FORMS
from assistant.types import Answer

Run = Callable[..., tuple[int, str, str]]
_QUESTION = "Which papers study neural collapse?"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def answered(sample_index: Path) -> Answer:
    return open_assistant(str(sample_index)).ask(_QUESTION)


def _titles(file: Path) -> list[str]:
    """The papers of an export, as a parser of its form reads them."""
    text = file.read_text(encoding="utf-8-sig")
    match file.suffix:
        case ".bib":
            return [entry["title"].strip("{}") for entry in bibtexparser.parse_string(text).entries]
        case ".ris":
            return [record["title"] for record in rispy.loads(text)]
        case ".csv":
            return [row["title"] for row in csv.DictReader(text.splitlines()) if row["place"] != "near"]
        case ".json":
            return [paper["title"] for answer in json.loads(text)["answers"] for paper in answer["papers"]]
    raise AssertionError(file)


def test_one_question_fills_a_file_of_every_form(
    run: Run, sample_index: Path, tmp_path: Path, answered: Answer
) -> None:
    files = [tmp_path / f"answer.{ending}" for ending in FORMS]
    code, out, _ = run("ask", _QUESTION, "--index", sample_index, *(x for file in files for x in ("--export", file)))
    assert (code, bool(out)) == (0, True)
    expected = [verdict.paper.title for verdict in answered.verdicts]
    for file in files:
        if file.suffix != ".md":
            assert _titles(file) == expected
    text = (tmp_path / "answer.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {_QUESTION}\n\n")
    assert [title for title in expected if title not in text] == []


def test_a_batch_is_one_file_named_after_it(run: Run, sample_index: Path, tmp_path: Path) -> None:
    batch, file = tmp_path / "owls.jsonl", tmp_path / "answers.json"
    batch.write_text(
        f'{{"id": "1", "question": "{_QUESTION}"}}\nbroken\n{{"id": "2", "question": "Who won the cup?"}}\n'
    )
    assert run("ask", "--batch", batch, "--json", "--index", sample_index, "--export", file)[0] == 3
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["title"], [a["question"] for a in told["answers"]]) == ("owls.jsonl", [_QUESTION, "Who won the cup?"])


@pytest.mark.parametrize(
    ("name", "said"),
    [("answer.docx", "has no ending that tells how to export"), ("none/answer.md", "cannot be written")],
)
def test_what_cannot_be_exported_is_told_before_the_question_is_asked(
    run: Run, sample_index: Path, tmp_path: Path, name: str, said: str
) -> None:
    code, out, err = run("ask", "owls", "--index", sample_index, "--export", tmp_path / name)
    assert (code, out, said in err) == (2, "", True)


def test_python_exports_one_answer_or_several(tmp_path: Path, answered: Answer) -> None:
    export(answered, tmp_path / "one.bib")
    export([answered, answered], tmp_path / "both.md", title="Collapse")
    assert _titles(tmp_path / "one.bib") == [verdict.paper.title for verdict in answered.verdicts]
    assert (tmp_path / "both.md").read_text(encoding="utf-8").startswith("# Collapse\n\n## ")
    with pytest.raises(UsageError, match="cannot be written"):
        export(answered, tmp_path / "none" / "one.bib")
