"""BibTeX, RIS, PubMed, Web of Science and tables: what becomes of their fields."""

from pathlib import Path

import pytest

from assistant.corpus import forms
from assistant.types import Record, Rejection
from tests.corpus.pages import read

_BEES = "We count bees by their hum. One microphone per hive is enough for 95% of them."


def _only(page: str) -> Record:
    (record,) = read(page)
    assert isinstance(record, Record), record
    return record


def test_bibtex_gives_accents_names_months_strings_and_the_arxiv_id() -> None:
    page = (
        "\ufeff% Encoding: UTF-8\r\n@string{j = {Hives}}\r\n@Article{bees,\r\n"
        '  author = {N{\\"a}f, Ida and {Bee Office} and Lee, Jr, Ann}, year = 2024, month = feb,\r\n'
        "  title = {Counting {Bees} with $k$ M\\'icrophones}, journal = j, keywords = {bees, sound},\r\n"
        f"  eprint = {{2402.00017v3}}, archivePrefix = {{arXiv}}, abstract = {{{_BEES}}}\r\n}}\r\n"
    )
    assert _only(page) == Record(
        "page", 3, "Counting Bees with $k$ Mícrophones", _BEES, "2402.00017", ("Ida Näf", "Bee Office", "Ann Lee Jr"),
        "2024-02", None, "https://arxiv.org/abs/2402.00017", ("bees", "sound"),
    )  # fmt: skip


def test_bibtex_entries_with_a_doubled_field_or_no_end_are_told_once_and_the_others_are_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = f"@misc{{good, title = {{Bees}}, abstract = {{{_BEES}}}}}\n"
    entries = read(good + "@misc{two, title = {A}, title = {B}}\n@misc{open, title = {Never\n\n" + good)
    assert [type(entry) for entry in entries] == [Record, Rejection, Rejection, Record]
    assert [entry.line for entry in entries] == [1, 2, 3, 5]
    doubled, unended = (entry.reason for entry in entries if isinstance(entry, Rejection))
    assert "cannot be read" in doubled and "title" in doubled
    assert "cannot be read" in unended and "end of file" in unended.casefold()
    assert caplog.records == []  # the library's own warnings count lines otherwise


@pytest.mark.parametrize(("title", "abstract"), [("TI", "AB"), ("T1", "N2")])
def test_ris_is_read_with_either_tags_and_texts_that_go_on(title: str, abstract: str) -> None:
    page = (
        f"\ufeffTY  - JOUR\r\n{title}  - Counting\r\n Bees\r\nAU  - Näf, Ida\r\nAU  - Lin, Mei\r\nPY  - 2024///\r\n"
        f"DO  - 10.5555/BEES\r\n{abstract}  - {_BEES}\r\nER  - \r\n\r\n"
    )
    assert _only(page) == Record(
        "page", 1, "Counting Bees", _BEES, "10.5555/bees", ("Ida Näf", "Mei Lin"), "2024", None,
        "https://doi.org/10.5555/bees",
    )  # fmt: skip


def test_pubmed_gives_full_names_the_day_and_a_link() -> None:
    page = f"\nPMID- 123\nTI  - Counting\n      Bees\nAB  - {_BEES}\nFAU - Näf, Ida\nAU  - Naf I\nDP  - 2024 Feb 1\n\n"
    assert _only(page) == Record(
        "page",
        2,
        "Counting Bees",
        _BEES,
        None,
        ("Ida Näf",),
        "2024-02-01",
        None,
        "https://pubmed.ncbi.nlm.nih.gov/123/",
    )


def test_web_of_science_gives_full_names_and_month() -> None:
    page = (
        f"FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Naf, I\n   Lin, M\nAF Näf, Ida\n   Lin, Mei\n"
        f"TI Counting\n   Bees\nAB {_BEES}\nPY 2024\nPD FEB\nDI 10.5555/bees\nER\n\nEF\n"
    )
    entry = _only(page)
    assert (entry.line, entry.title, entry.authors, entry.date) == (
        3,
        "Counting Bees",
        ("Ida Näf", "Mei Lin"),
        "2024-02",
    )


@pytest.mark.parametrize(
    ("header", "row", "authors"),
    [
        (
            '"Author full names","Title","Year","DOI","Abstract"',
            '"Näf, Ida (57001234567); Lin, Mei (57001234568)"',
            True,
        ),
        ('"Author";"Title";"Publication Year";"DOI";"Abstract Note"', '"Näf, Ida; Lin, Mei"', True),
        ("AU\tTI\tPY\tDI\tAB", "Näf, Ida; Lin, Mei", True),
        ("authors,title,year,doi,summary", '"Ida Näf, Mei Lin"', True),
    ],
)
def test_tables_are_read_by_what_their_columns_are_called(header: str, row: str, authors: bool) -> None:
    mark = "\t" if "\t" in header else ";" if ";" in header else ","
    entry = _only(
        f"{header}\r\n{mark.join([row, 'Counting Bees', '2024', '10.5555/bees', f'{chr(34)}{_BEES}{chr(34)}'])}\r\n"
    )
    assert (entry.line, entry.title, entry.abstract, entry.date) == (2, "Counting Bees", _BEES, "2024")
    assert (entry.given_id, entry.authors) == ("10.5555/bees", ("Ida Näf", "Mei Lin"))


def test_an_arxiv_id_that_a_spreadsheet_took_for_a_number_is_mended() -> None:
    page = f"Title,Abstract,arXiv ID\nBees,{_BEES},704.0409\nMore Bees,{_BEES},1501.1\n"
    assert [entry.given_id for entry in read(page) if isinstance(entry, Record)] == ["0704.0409", "1501.10000"]


def test_a_row_over_several_lines_is_told_with_its_first_line() -> None:
    (bees, more) = read(f'Title,Abstract\nBees,"{_BEES}\nThey hum."\nMore Bees,{_BEES}\n')
    assert (bees.line, more.line) == (2, 4)


def test_a_table_of_sales_is_no_table_of_papers() -> None:
    assert all(isinstance(entry, Rejection) for entry in read("region,quarter,sales\nnorth,Q1,1200\nsouth,Q1,900\n"))


def test_an_entry_of_which_only_the_abstract_is_missing_is_no_error() -> None:
    (entry,) = read("TY  - JOUR\nTI  - Counting Bees\nER  - \n")
    assert isinstance(entry, Rejection)
    assert entry.no_abstract


def test_the_examples_of_the_documents_are_recognised_as_what_they_stand_under() -> None:
    page = (Path(__file__).parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")
    for name in forms():
        section = page.split(f"## `{name}`")[1].split("\n## ")[0]
        example = "\n".join(line[4:] for line in section.splitlines() if line.startswith("    ") or not line)
        entries = read(example.strip("\n"))
        assert entries == read(example.strip("\n"), form=name)
        assert all(isinstance(entry, Record) or entry.no_abstract for entry in entries)
