"""BibTeX and RIS, read back by the parsers that others read them with."""

import bibtexparser
import rispy
from bibtexparser import middlewares
from bibtexparser.library import Library
from hypothesis import given
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from assistant.exporting.bibtex import to_bibtex
from assistant.exporting.field_text import address, one_line
from assistant.exporting.references import references
from assistant.exporting.ris import to_ris
from assistant.types import Paper
from tests.exporting.hostile import HOSTILE, over, papers
from tests.making import MICE, OWLS, WHALES, answer, verdict

# LaTeX's own names (ltoutenc.dtx) that pylatexenc does not have, or gives another character for.
_NAMED = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|",
          "textasciicircum": "^"}  # fmt: skip


def _decoder() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    specs = [MacroTextSpec(name, simplify_repl=char) for name, char in _NAMED.items()]
    known.add_context_category("named", macros=specs, prepend=True)
    return LatexNodes2Text(latex_context=known, strict_latex_spaces=True)


def _parsed(text: str) -> Library:
    library = bibtexparser.parse_string(text, append_middleware=[middlewares.SeparateCoAuthors()])
    assert library.failed_blocks == []
    assert len(library.blocks) == len(library.entries)
    return library


def _said(latex: str) -> str:
    return str(_decoder().latex_to_text(latex))


def test_an_entry_says_what_is_known_of_the_paper() -> None:
    paper = Paper("2508.12345", "Owls at Night", "Owls hunt.", ("Ann Lee", "Bo Ek"), "2025-08-13",
                  url="https://arxiv.org/abs/2508.12345", categories=("cs.LG", "stat.ML"))  # fmt: skip
    assert to_bibtex("", [answer(verdict(paper, "Owls hunt."))]) == (
        "@misc{lee2025owls,\n  title = {{Owls at Night}},\n  author = {Ann Lee and Bo Ek},\n  year = {2025},\n"
        "  date = {2025-08-13},\n  eprint = {2508.12345},\n  eprinttype = {arxiv},\n"
        "  url = {https://arxiv.org/abs/2508.12345},\n  keywords = {cs.LG, stat.ML},\n  abstract = {Owls hunt.},\n"
        "  annote = {“Owls hunt.”},\n}\n"
    )
    assert to_ris("", [answer(verdict(paper, "Owls hunt."))]) == (
        "TY  - GEN\nID  - 2508.12345\nTI  - Owls at Night\nAU  - Ann Lee\nAU  - Bo Ek\nPY  - 2025\nDA  - 2025/08/13\n"
        "UR  - https://arxiv.org/abs/2508.12345\nKW  - cs.LG\nKW  - stat.ML\nAB  - Owls hunt.\nN1  - Owls hunt.\n"
        "ER  - \n"
    )


def test_a_doi_is_one_and_a_number_is_none() -> None:
    named, numbered = Paper("10.1000/xyz", "A", "B."), Paper("4983", "A", "B.")
    entries = _parsed(to_bibtex("", [over(named, numbered)])).entries
    assert [(e.key, "doi" in e.fields_dict, "eprint" in e.fields_dict) for e in entries] == [
        ("paper", True, False),
        ("paper-2", False, False),
    ]
    assert [record.get("doi") for record in rispy.loads(to_ris("", [over(named, numbered)]))] == ["10.1000/xyz", None]


def test_each_paper_stands_once_with_every_quote_of_the_conversation() -> None:
    first = answer(verdict(WHALES, "Code is free."), verdict(OWLS, "Owls hunt at night."))
    second = answer(verdict(OWLS, "The data holds 20 owls."), verdict(OWLS, "Owls hunt at night."), verdict(MICE))
    assert [(r.title, r.quotes) for r in references([first, second])] == [
        ("Counting Whales", ("Code is free.",)),
        ("Owls at Night", ("Owls hunt at night.", "The data holds 20 owls.")),
        ("Of Mice", ()),
    ]


def test_a_hostile_paper_is_one_entry_of_plain_text() -> None:
    (entry,) = _parsed(to_bibtex("", [over(HOSTILE)])).entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert "\\input" not in fields["title"]
    assert _said(fields["title"]) == one_line(HOSTILE.title)
    assert _said(fields["abstract"]) == one_line(HOSTILE.abstract)
    assert [_said(name) for name in fields["author"]] == list(HOSTILE.authors)
    assert fields["url"] == "https://example.org/a_b?x=%7B1%7D&y=%20#f%7D"
    (record,) = rispy.loads(to_ris("", [over(HOSTILE)]))
    assert record["title"] == one_line(HOSTILE.title)
    assert record["authors"] == list(HOSTILE.authors)
    assert record["type_of_reference"] == "GEN"


@given(papers("1"), papers("2"))
def test_any_papers_come_back_from_bibtex(one: Paper, other: Paper) -> None:
    entries = _parsed(to_bibtex("", [over(one, other)])).entries
    assert len({entry.key for entry in entries}) == 2
    for entry, paper in zip(entries, (one, other), strict=True):
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert _said(fields["title"]) == (one_line(paper.title) or paper.id)
        assert _said(fields.get("abstract", "")) == one_line(paper.abstract)
        assert [_said(name) for name in fields.get("author", [])] == [a for a in map(one_line, paper.authors) if a]
        assert fields.get("url", "") == address(paper.url)


@given(papers("1"), papers("2"))
def test_any_papers_come_back_from_ris(one: Paper, other: Paper) -> None:
    records = rispy.loads(to_ris("", [over(one, other)]))
    for record, paper in zip(records, (one, other), strict=True):
        quotes = [quote] if (quote := one_line(paper.abstract)) else []
        assert record["title"] == (one_line(paper.title) or paper.id)
        assert record.get("abstract", "") == one_line(paper.abstract)
        assert record.get("authors", []) == [a for a in map(one_line, paper.authors) if a]
        assert record.get("notes", []) == quotes
        assert record.get("urls", []) == [url for url in [address(paper.url).replace(";", "%3B")] if url]


def test_no_answer_at_all_makes_empty_files() -> None:
    assert (to_bibtex("", []), to_ris("", [])) == ("", "")
