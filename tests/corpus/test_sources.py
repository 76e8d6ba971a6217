"""Files, folders and standard input as sources."""

import gzip
import io
import os
from pathlib import Path

import pytest

from assistant.corpus import Source, sources
from assistant.errors import NothingUsable, UsageError
from assistant.types import Record
from tests.corpus.pages import BEES, ROOFS, TIDES, dated, flat, jsonl, papers_of, rejected_lines


def _named(*found: Source) -> dict[str, tuple[int, list[int]]]:
    """For each source its number of papers and the lines of its rejections."""
    read = {source.name: list(source.entries) for source in found}
    return {name: (len(papers_of(entries)), rejected_lines(entries)) for name, entries in read.items()}


def test_a_file_is_a_source_under_its_absolute_path(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(dated([BEES]), encoding="utf-8")
    (source,) = sources([os.path.relpath(page)])
    assert source.name == str(page)
    assert list(source.entries) == [Record(str(page), 13, BEES.title, BEES.abstract, date_text="Aug 13")]


def test_a_folder_is_every_file_below_it_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name, content in {
        "b.txt": flat([BEES, TIDES]).encode(),
        "a/z.jsonl": gzip.compress(jsonl([ROOFS]).encode()),
        "a/picture.txt": b"\x89PNG\0\0\0",
        ".hidden.txt": flat([BEES]).encode(),
        ".git/c.txt": flat([BEES]).encode(),
        "c/notes.md": b"# Notes\n\n- one\n- two\n- three\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    named = _named(*sources([tmp_path]))
    assert list(named.items()) == [
        (str(tmp_path / "a/picture.txt"), (0, [1])),
        (str(tmp_path / "a/z.jsonl"), (1, [])),
        (str(tmp_path / "b.txt"), (2, [])),
        (str(tmp_path / "c/notes.md"), (0, [1])),
    ]


def test_a_hidden_file_that_is_named_itself_is_read(tmp_path: Path) -> None:
    page = tmp_path / ".page.txt"
    page.write_text(flat([BEES]), encoding="utf-8")
    assert _named(*sources([page])) == {str(page): (1, [])}


def test_a_file_that_is_named_twice_is_one_source(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(flat([BEES]), encoding="utf-8")
    assert [source.name for source in sources([page, tmp_path, f"{tmp_path}/./page.txt"])] == [str(page)]


@pytest.mark.parametrize(
    ("path", "name"), [("-", "stdin:listing"), ("stdin:march", "stdin:march"), ("stdin:", "stdin:listing")]
)
def test_standard_input_is_a_source_with_a_name(path: str, name: str) -> None:
    assert _named(*sources([path], stdin=io.BytesIO(jsonl([BEES, ROOFS]).encode()))) == {name: (2, [])}


def test_standard_input_can_be_named_once() -> None:
    with pytest.raises(UsageError) as caught:
        sources(["-", "stdin:again"], stdin=io.BytesIO())
    assert str(caught.value) == 'standard input can be read only once. Give "-" once.'


def test_a_missing_path_is_said_at_once_before_anything_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(flat([BEES]), encoding="utf-8")
    with pytest.raises(NothingUsable) as caught:
        sources([page, tmp_path / "nothing"])
    assert str(caught.value) == (
        f"{tmp_path / 'nothing'} does not exist. Give a file of papers, or a folder of such files."
    )


def test_a_folder_without_files_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    with pytest.raises(NothingUsable) as caught:
        sources([tmp_path])
    assert str(caught.value) == f"no file lies in {tmp_path}. Put files of papers there, or name other paths."


@pytest.mark.parametrize("wrong", [{"form": "word"}, {"date": "Aug 13"}])
def test_an_unknown_form_or_date_is_said_at_once(wrong: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        sources([tmp_path], form=wrong.get("form"), date=wrong.get("date"))


def test_form_and_date_reach_every_source(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(jsonl([BEES]) + flat([TIDES]), encoding="utf-8")
    (source,) = sources([page], form="jsonl", date="2025-08-13")
    entries = list(source.entries)
    assert [entry.date for entry in entries if isinstance(entry, Record)] == ["2025-08-13"]
    assert rejected_lines(entries) == [2, 3, 4, 5]


def test_a_file_that_vanishes_before_it_is_read_is_a_rejection(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(flat([BEES]), encoding="utf-8")
    (source,) = sources([page])
    page.unlink()
    (entry,) = source.entries
    assert str(entry) == (f"{page}:1: the file cannot be opened (No such file or directory); check that it may be read")


def test_a_file_name_that_is_no_text_becomes_one(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(flat([BEES]).encode())
    assert _named(*sources([tmp_path])) == {f"{tmp_path}/caf?.txt": (1, [])}
