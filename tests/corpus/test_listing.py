"""Listings: both layouts, page furniture, days, and what happens to the neighbours of a bad entry."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant
from assistant.types import Record, Rejection
from tests.corpus.pages import (
    BEES,
    DATED_HEAD,
    FLAT_HEAD,
    ROOFS,
    TIDES,
    Made,
    dated,
    flat,
    jsonl,
    papers_of,
    read,
    rejected_lines,
    some_papers,
)

THREE = [BEES, TIDES, ROOFS]


def _lines(papers: list[Made]) -> list[str]:
    return [line for paper in papers for line in (paper.title, paper.abstract)]


def _days(page: str) -> list[tuple[str | None, str | None]]:
    return [(entry.date_text, entry.date) for entry in read(page) if isinstance(entry, Record)]


@given(some_papers)
def test_the_flat_layout_gives_back_what_was_written(papers: list[Made]) -> None:
    assert read(flat(papers)) == [
        Record("page", 3 + 2 * number, paper.title, paper.abstract) for number, paper in enumerate(papers)
    ]


@given(some_papers)
def test_the_dated_layout_gives_back_what_was_written_with_its_day(papers: list[Made]) -> None:
    assert read(dated(papers)) == [
        Record("page", 13 + 4 * number, paper.title, paper.abstract, date_text="Aug 13")
        for number, paper in enumerate(papers)
    ]


@given(some_papers, st.booleans(), st.sampled_from(["\n", "\n\n", "\r\n", " \n\t\n"]))
def test_a_page_without_a_head_is_read_whatever_parts_its_lines(papers: list[Made], bom: bool, end: str) -> None:
    assert papers_of(read("\ufeff" * bom + end.join(_lines(papers)))) == papers


@given(some_papers, st.data())
def test_any_one_lost_line_costs_its_own_entry_and_no_other(papers: list[Made], data: st.DataObject) -> None:
    lines = _lines(papers)
    lost = data.draw(st.integers(0, len(lines) - 1))
    entries = read("\n".join(lines[:lost] + lines[lost + 1 :]), form="listing")
    assert papers_of(entries) == papers[: lost // 2] + papers[lost // 2 + 1 :]
    assert rejected_lines(entries) == [lost if lost % 2 else lost + 1]


def test_a_title_without_an_abstract_is_reported_in_its_place() -> None:
    assert read("\n".join([*_lines([BEES]), TIDES.title, *_lines([ROOFS])])) == [
        Record("page", 1, BEES.title, BEES.abstract),
        Rejection(
            "page",
            3,
            'no abstract follows the title "Are Tides Predictable by Children?"; '
            "put it on the next line, or delete the title",
        ),
        Record("page", 4, ROOFS.title, ROOFS.abstract),
    ]


def test_an_abstract_without_a_title_is_reported_in_its_place() -> None:
    assert read("\n".join([*_lines([BEES]), TIDES.abstract, *_lines([ROOFS])])) == [
        Record("page", 1, BEES.title, BEES.abstract),
        Rejection(
            "page",
            3,
            'no title stands above the abstract "Tides were guessed by forty children. Their mean was off by…"; '
            "put it on the line before, or, if this is a paragraph of the abstract above, make the two one line",
        ),
        Record("page", 4, ROOFS.title, ROOFS.abstract),
    ]


def test_the_last_title_of_a_page_that_was_cut_off_is_reported() -> None:
    entries = read("\n".join([*_lines(THREE), "A Last One on Lichen"]))
    assert (papers_of(entries), rejected_lines(entries)) == (THREE, [7])


def test_two_titles_in_a_row_and_a_stray_abstract_are_told_apart() -> None:
    entries = read("\n".join([BEES.title, "On Lichen", *_lines([ROOFS]), BEES.abstract, *_lines([TIDES])]))
    assert (papers_of(entries), rejected_lines(entries)) == ([ROOFS, TIDES], [1, 2, 5])


def test_strange_lines_in_the_middle_are_reported_and_never_made_a_paper() -> None:
    entries = read("\n".join([*_lines([BEES]), "Advertisement", "Your picture here", *_lines([TIDES, ROOFS])]))
    assert (papers_of(entries), rejected_lines(entries)) == (THREE, [3, 4])


def test_known_furniture_in_the_middle_goes_unsaid() -> None:
    furniture = ["Load more papers", "128", "·12 authors", "Submitted by someone", "* * *", "https://page.example/1"]
    for line in furniture:
        between = "\n".join([BEES.title, BEES.abstract, line, line, TIDES.title, line, TIDES.abstract])
        assert (line, papers_of(read(between)), rejected_lines(read(between))) == (line, [BEES, TIDES], [])


def test_an_unfinished_paragraph_is_joined_to_the_one_that_plainly_goes_on() -> None:
    upper = "We weigh snow with a kitchen scale. The scale is cheap, and we find that"
    for lower in ("it is good enough for the mean but not for the maximum.", "1) it drifts; 2) it freezes."):
        paper = Made("Weighing Snow", f"{upper}\n{lower}")
        assert papers_of(read("\n".join([*_lines([BEES]), paper.title, upper, "", lower, *_lines([ROOFS])]))) == [
            BEES,
            paper,
            ROOFS,
        ]


def test_a_whole_second_paragraph_is_reported_because_it_may_be_another_papers() -> None:
    entries = read("\n\n".join([*_lines([BEES]), "It was tried in two gardens. Both gave honey.", *_lines([ROOFS])]))
    assert (papers_of(entries), rejected_lines(entries)) == ([BEES, ROOFS], [5])


@pytest.mark.parametrize(
    "title",
    [
        "Subscriber Churn in Small Libraries",
        "Subscribed or Not: A Study of Letters",
        "Subscribe-and-Forget Messaging for Sensors",
        "Daily Papers as a Teaching Aid",
        "Newspapers of the North",
        "New Trends in Knitting",
        "May the Best Knot Win",
        "August Storms over Warm Lakes",
    ],
)
def test_a_title_that_begins_like_furniture_stays_whole(title: str) -> None:
    assert papers_of(read(f"{title}\n{BEES.abstract}\n")) == [Made(title, BEES.abstract)]


@pytest.mark.parametrize(
    "title", ["μ-Knots and Their Kin", "3D Bees", "“One Hive, Many Queens”", "iHive: A Toolkit", "$k$-Bees"]
)
def test_any_first_title_is_freed_from_what_is_glued_to_it(title: str) -> None:
    page = flat([Made(title, BEES.abstract), ROOFS])
    assert papers_of(read(page)) == [Made(title, BEES.abstract), ROOFS]


def test_a_head_glued_into_one_line_is_peeled_off_with_its_day() -> None:
    page = "".join([*DATED_HEAD, "Aug 13", BEES.title]) + f"\n{BEES.abstract}\n"
    assert read(page) == [Record("page", 1, BEES.title, BEES.abstract, date_text="Aug 13")]


def test_days_hold_until_the_next_one() -> None:
    page = "\n".join([*_lines([BEES]), "Aug 13", *_lines([TIDES]), "Thu, 14 August 2025", *_lines([ROOFS])])
    assert _days(page) == [(None, None), ("Aug 13", None), ("Thu, 14 August 2025", "2025-08-14")]


def test_a_page_that_follows_another_does_not_inherit_its_day() -> None:
    assert _days(dated([BEES]) + "\n" + flat([TIDES])) == [("Aug 13", None), (None, None)]
    assert _days(flat([BEES]) + dated([TIDES], day="Sep 1")) == [(None, None), ("Sep 1", None)]


@pytest.mark.parametrize(
    ("day", "iso"),
    [
        ("August 13", None),
        ("13 Aug", None),
        ("Aug 13, 2025", "2025-08-13"),
        ("Wednesday, August 13, 2025", "2025-08-13"),
        ("13th August 2025", "2025-08-13"),
        ("2025-08-13", "2025-08-13"),
        ("Aug 11 - Aug 15", None),
        ("Aug 11, 2025 – Aug 15, 2025", None),
        ("Week 33, 2025", None),
        ("August 2025", None),
        ("Feb 30, 2025", None),
    ],
)
def test_a_day_is_kept_as_found_and_in_iso_form_where_it_is_one(day: str, iso: str | None) -> None:
    assert _days(dated([BEES], day=day)) == [(day, iso)]


def test_the_date_of_the_call_is_for_entries_without_one() -> None:
    page = dated([BEES], day="Aug 13") + "\n\nAug 14, 2025\n\n" + "\n".join(_lines([TIDES]))
    records = [entry for entry in read(page, date="2025-08-13") if isinstance(entry, Record)]
    assert [(r.date, r.date_text) for r in records] == [("2025-08-13", "Aug 13"), ("2025-08-14", "Aug 14, 2025")]


def test_the_abstract_is_the_line_stripped_at_its_ends_and_otherwise_unchanged() -> None:
    abstract = "Two  spaces, a\ttab, \\emph{LaTeX}, ``quotes'' and [34] stay. So does\u00a0this ."
    assert read(f"  A  Title \n \t{abstract} \r\n") == [Record("page", 1, "A Title", abstract)]


@pytest.mark.parametrize(
    ("title", "abstract", "line", "reason"),
    [
        ("x" * 1_001, BEES.abstract, 3, "the title has 1,001 characters and at most 1,000 are taken"),
        ("word " * 300, BEES.abstract, 3, "the title has 1,499 characters and at most 1,000 are taken"),
        (BEES.title, "We count. " * 2_001, 4, "the abstract has 20,009 characters and at most 20,000 are taken"),
        (BEES.title, "x" * 20_001, 4, "the abstract has 20,001 characters and at most 20,000 are taken"),
        (BEES.title, "y" * 1_000_001, 4, "the line is longer than 1,000,000 bytes"),
        (BEES.title, "We count bees.\0 They hum.", 4, "the line holds a NUL character"),
        ("Bees\0", BEES.abstract, 3, "the line holds a NUL character"),
    ],
)
def test_what_passes_the_limits_costs_its_own_entry_and_no_other(
    title: str, abstract: str, line: int, reason: str
) -> None:
    entries = read("\n".join([*_lines([TIDES]), title, abstract, *_lines([ROOFS])]))
    assert papers_of(entries) == [TIDES, ROOFS]
    (fault,) = [entry for entry in entries if isinstance(entry, Rejection)]
    assert (fault.line, fault.reason.split(";")[0]) == (line, reason)


def test_a_title_and_an_abstract_at_their_limits_are_taken() -> None:
    longest = Made("x" * 1_000, ("We count. " * 2_000).strip() + "!")
    assert len(longest.abstract) == 20_000
    assert papers_of(read("\n".join(_lines([TIDES, longest, ROOFS])))) == [TIDES, longest, ROOFS]


def test_a_line_in_another_encoding_is_reported_with_the_byte_and_the_rest_is_read() -> None:
    page = "\n".join(_lines([BEES, TIDES])).encode() + "\nÉtude\n".encode("cp1252") + ROOFS.abstract.encode()
    entries = read(page)
    assert papers_of(entries) == [BEES, TIDES]
    assert [entry for entry in entries if isinstance(entry, Rejection)] == [
        Rejection("page", 5, "byte 1 of the line (0xC9) is not UTF-8; save the file with the encoding UTF-8")
    ]


def test_a_page_of_furniture_alone_is_reported_once() -> None:
    assert rejected_lines(read("\n".join(FLAT_HEAD))) == [1]


def test_a_page_in_another_encoding_is_reported_line_by_line() -> None:
    page = "Un titre élégant\nNous étudions les abeilles. Elles sont nombreuses, même l'été.\n" * 6
    entries = read(page.encode("cp1252"))
    assert (papers_of(entries), rejected_lines(entries)) == ([], list(range(1, 13)))


def test_a_page_that_was_wrapped_is_refused_whole_rather_than_cut_into_wrong_papers() -> None:
    page = dated([Made(f"On Roofs {number}", " ".join([ROOFS.abstract] * 6)) for number in range(10)])
    wrapped = "\n".join(textwrap.fill(line, 80) for line in page.split("\n"))
    assert (len(papers_of(read(page))), rejected_lines(read(page))) == (10, [])
    assert (papers_of(read(wrapped)), rejected_lines(read(wrapped))) == ([], [1])


@pytest.mark.parametrize("part", ["# Notes", "| a | b |", "one\ttwo", "- a list of things", "def f(x):"])
def test_notes_tables_and_programs_are_no_listings(part: str) -> None:
    page = "\n".join([part, "This is prose. It would do as an abstract."] * 5)
    assert (papers_of(read(page)), rejected_lines(read(page))) == ([], [1])


def test_the_sample_is_read_alike_in_every_layout() -> None:
    sample = (Path(assistant.__file__).parent / "data" / "sample-listing.txt").read_text(encoding="utf-8")
    papers = papers_of(read(sample))
    assert len(papers) == 278
    blocks = "\n\n".join(f"{paper.title}\n{paper.abstract}" for paper in papers)
    for page in (flat(papers), dated(papers), "\n".join(_lines(papers)), blocks, jsonl(papers)):
        assert papers_of(read(page)) == papers
