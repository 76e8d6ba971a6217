"""Which entries are one paper, what it shows, and how an update counts them. Over several sources."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import derived_id
from assistant.index.layout import Layout
from assistant.index.store.arrivals import Arrivals
from assistant.index.store.queries import all_papers
from assistant.index.store.source_updates import drop_source, replace_source
from assistant.index.store.tables import connect
from assistant.types import IndexReport, Paper, Record, Rejection
from tests.index.making import counts


class Papers:
    """papers.sqlite alone: what it holds is decided before anything is embedded."""

    def __init__(self, folder: Path) -> None:
        self.connection: Connection = connect(Layout(folder), create=True)

    def read(self, source: str, *entries: Record | Rejection) -> IndexReport:
        arrivals = Arrivals(self.connection, source)
        arrivals.add(entries)
        return replace_source(self.connection, arrivals, generation=1)

    def all(self) -> dict[str, Paper]:
        return {paper.id: paper for paper in all_papers(self.connection)}


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(tmp_path)


def entry(title: str, abstract: str = "It is about it.", id: str | None = None, line: int = 1, **rest: str) -> Record:
    return Record("as read", line, title, abstract, id, **rest)


def test_a_given_id_is_the_id_of_the_paper(papers: Papers) -> None:
    papers.read("a", entry("One", id="1"), entry("Two", id="2401.00001"), entry("Three"))
    assert list(papers.all()) == ["1", "2401.00001", derived_id("three")]


def test_a_source_is_called_what_the_update_says(papers: Papers) -> None:
    papers.read("a", entry("One"))
    assert papers.all()[derived_id("One")].sources == ("a",)


def test_a_record_without_id_joins_the_smallest_id_given_to_its_title(papers: Papers) -> None:
    papers.read("a", entry("Whales"))
    assert counts(papers.read("b", entry("WHALES!", id="2401.2"))) == {"double": 1}
    assert counts(papers.read("c", entry("whales", id="2401.1"))) == {"double": 1}
    assert {id: paper.sources for id, paper in papers.all().items()} == {"2401.1": ("a", "c"), "2401.2": ("b",)}


def test_two_given_ids_never_merge(papers: Papers) -> None:
    report = papers.read("a", entry("Whales", id="1"), entry("Whales", id="2"))
    assert (counts(report), list(papers.all())) == ({"new": 2}, ["1", "2"])


def test_a_global_id_merges_whatever_the_titles(papers: Papers) -> None:
    papers.read("a", entry("Whales, first draft", id="2401.00001"))
    assert counts(papers.read("b", entry("Whales, revised", id="2401.00001"))) == {"double": 1}
    assert papers.all()["2401.00001"].sources == ("a", "b")


def test_a_local_id_that_names_another_title_elsewhere_is_refused(papers: Papers) -> None:
    papers.read("a", entry("Whales", id="7", line=3))
    report = papers.read("b", entry("Owls", id="7", line=5), entry("Whales!", id="7", line=6))
    assert counts(report) == {"double": 1, "rejected": 1}
    assert [str(rejection) for rejection in report.rejected] == ["b:5: its id 7 already names “Whales” (a:3)"]
    assert papers.all()["7"].sources == ("a", "b")


def test_a_local_id_that_names_two_titles_in_one_source_is_refused_the_second_time(papers: Papers) -> None:
    report = papers.read("a", entry("Whales", id="7"), entry("Owls", id="7", line=2), entry("whales", id="7", line=3))
    assert (counts(report), list(papers.all())) == ({"new": 1, "double": 1, "rejected": 1}, ["7"])


def test_a_source_may_give_its_own_id_another_title(papers: Papers) -> None:
    papers.read("a", entry("Whales", id="7"))
    assert counts(papers.read("a", entry("Owls", id="7"))) == {"changed": 1}
    assert papers.all()["7"].title == "Owls"


def test_papers_without_title_are_one_where_their_abstracts_agree(papers: Papers) -> None:
    report = papers.read("a", entry("", "We count.", id="1"), entry("", "We COUNT", id="1"), entry("", "Owls.", id="1"))
    assert counts(report) == {"new": 1, "double": 1, "rejected": 1}


def test_titles_without_a_letter_are_not_equal(papers: Papers) -> None:
    assert counts(papers.read("a", entry("???"), entry("!!!"), entry("???"))) == {"new": 2, "double": 1}


def test_the_first_record_is_shown_and_later_ones_fill_what_it_leaves_open(papers: Papers) -> None:
    papers.read("a", entry("Whales", "We count whales.", url="https://a.example/1"))
    told = entry("WHALES", "A longer abstract.", date="2024-01-01", date_text="Jan 1", url="https://b.example/1")
    papers.read("b", told)
    papers.read("c", replace(told, authors=("Ann Lee",), categories=("q-bio",), date="2020"))
    (shown,) = papers.all().values()
    assert shown == Paper(
        derived_id("Whales"),
        "Whales",
        "We count whales.",
        ("Ann Lee",),
        "2024-01-01",
        "Jan 1",
        "https://a.example/1",
        ("q-bio",),
        ("a", "b", "c"),
    )


def test_a_correction_by_the_source_that_was_first_is_shown(papers: Papers) -> None:
    papers.read("a", entry("Whales", "First."))
    papers.read("b", entry("whales", "Other."))
    papers.read("a", entry("Whales", "First, corrected."))
    assert papers.all()[derived_id("Whales")].abstract == "First, corrected."
    drop_source(papers.connection, "a", generation=1)
    assert papers.all()[derived_id("Whales")].abstract == "Other."


def test_a_title_is_put_over_an_untitled_record_only_where_the_abstract_is_the_same(papers: Papers) -> None:
    papers.read("a", entry("", "We count whales.", id="2401.00001"))
    papers.read("b", entry("Owls", "Retracted.", id="2401.00001"))
    assert papers.all()["2401.00001"].title == ""
    papers.read("c", entry("Whales", "We count\nwhales.", id="2401.00001"))
    assert papers.all()["2401.00001"].title == "Whales"


HONEST = {
    "authors": ("Ann Lee",),
    "date": "2024-01-01",
    "date_text": "Jan 1",
    "url": "https://honest.example/whales",
    "categories": ("q-bio.PE",),
}
FORGED = {
    "title": "Whales at Sea, Retracted",
    "abstract": "We count no whale. " * 50,
    "authors": ("Mallory",),
    "date": "2020-01-01",
    "date_text": "Jan 2",
    "url": "https://evil.example/login",
    "categories": ("cs.CR",),
}


_BY = ["2401.00001", "10.1000/whales", None]


@pytest.mark.parametrize(
    ("by", "field"),
    [(id, field) for id in _BY for field in FORGED if id or field != "title"],  # by title it is the same
)
def test_no_later_record_of_the_same_paper_changes_a_field_that_the_first_fills(
    papers: Papers, by: str | None, field: str
) -> None:
    honest = replace(entry("Whales at Sea", "We count 345 whales.", id=by), **HONEST)
    papers.read("a", honest)
    before = papers.all()
    papers.read("b", replace(honest, **{field: FORGED[field]}))
    papers.read("c", replace(honest, **{**FORGED, "title": FORGED["title"] if by else honest.title}))
    assert {id: replace(paper, sources=("a",)) for id, paper in papers.all().items()} == before


def test_another_abstract_of_the_same_paper_is_told_and_not_shown(papers: Papers) -> None:
    papers.read("a", entry("Whales", "We count 345 whales.", line=3))
    same = papers.read("b", entry("Whales", "We count\n345 whales.", line=5))
    other = papers.read("c", entry("Whales", "We count 3,450 whales.", line=7))
    assert (same.differing, [str(one) for one in other.differing]) == (
        (),
        ["c:7: “Whales” has another abstract in a:3, which stays as it is"],
    )
    assert papers.read("c", entry("Whales", "We count 3,450 whales.", line=7)).differing == ()


def test_a_mark_by_one_of_several_sources_is_told_with_its_source(papers: Papers) -> None:
    papers.read("a", entry("Whales"))
    papers.read("b", entry("Whales", status="retracted"))
    (marked,) = papers.all().values()
    assert (marked.status, marked.marked_by, marked.sources) == ("retracted", ("b",), ("a", "b"))


def test_reading_again_what_is_there_changes_nothing(papers: Papers) -> None:
    read = [entry("Whales"), entry("Owls", id="1", line=2), entry("Whales", "Other words.", line=3)]
    papers.read("a", *read)
    papers.read("b", *read)
    before = list(papers.connection.iterdump())
    assert counts(papers.read("b", *read)) == {"unchanged": 2, "double": 1}
    assert list(papers.connection.iterdump()) == before


def test_an_entry_that_moved_to_another_line_is_unchanged(papers: Papers) -> None:
    papers.read("a", entry("Whales", id="1", line=1))
    assert counts(papers.read("a", entry("Whales", id="1", line=9))) == {"unchanged": 1}
    assert str(papers.read("b", entry("Owls", id="1")).rejected[0]).endswith("(a:9)")


def test_what_a_source_no_longer_says_is_gone_from_it_alone(papers: Papers) -> None:
    papers.read("a", entry("Whales"), entry("Owls"))
    papers.read("b", entry("Whales"))
    assert counts(papers.read("a", entry("Mice"))) == {"new": 1, "gone": 2}
    assert {paper.title: paper.sources for paper in papers.all().values()} == {"Whales": ("b",), "Mice": ("a",)}


def test_a_paper_goes_with_its_last_source(papers: Papers) -> None:
    papers.read("a", entry("Whales"))
    papers.read("b", entry("Whales"))
    assert counts(drop_source(papers.connection, "a", generation=1)) == {"gone": 1}
    assert list(papers.all()) == [derived_id("Whales")]
    drop_source(papers.connection, "b", generation=1)
    assert papers.all() == {}


def test_a_paper_that_gets_an_id_is_changed_not_new(papers: Papers) -> None:
    papers.read("a", entry("Whales"))
    assert counts(papers.read("a", entry("Whales", id="1"))) == {"changed": 1}
    assert list(papers.all()) == ["1"]


@pytest.mark.parametrize("entries", [[], [Rejection("a", 1, "it is empty")]])
def test_a_read_without_a_usable_entry_loses_nothing(papers: Papers, entries: list[Rejection]) -> None:
    papers.read("a", entry("Whales"))
    assert papers.read("a", *entries) == IndexReport(rejected=tuple(entries))
    assert list(papers.all()) == [derived_id("Whales")]


def test_a_read_whose_every_entry_clashes_loses_nothing(papers: Papers) -> None:
    papers.read("a", entry("Whales", id="1"))
    papers.read("b", entry("Owls", id="2"))
    assert counts(papers.read("b", entry("Mice", id="1"))) == {"rejected": 1}
    assert list(papers.all()) == ["1", "2"]


_ENTRIES = st.builds(
    entry,
    title=st.sampled_from(["Whales", "whales!", "Owls", ""]),
    abstract=st.sampled_from(["One.", "Another."]),
    id=st.sampled_from([None, None, "2401.00001", "2401.00002", "10.1000/a"]),
    date=st.sampled_from([None, "2024-01-01"]),
)


@settings(max_examples=40)
@given(reads=st.lists(st.lists(_ENTRIES, min_size=1, max_size=4), min_size=1, max_size=3))
def test_the_order_in_which_sources_are_read_does_not_change_which_papers_there_are(
    reads: Sequence[Sequence[Record]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    named = {f"source {n}": entries for n, entries in enumerate(reads)}
    found = []
    for order in permutations(named):
        papers = Papers(tmp_path_factory.mktemp("order"))
        for source in order:
            papers.read(source, *named[source])
        found.append({id: paper.sources for id, paper in papers.all().items()})
        papers.connection.close()
    assert all(each == found[0] for each in found)


@settings(max_examples=60)
@given(first=_ENTRIES, later=st.lists(st.lists(_ENTRIES, min_size=1, max_size=4), min_size=1, max_size=3))
def test_what_the_first_source_says_of_a_paper_stays_whatever_others_say(
    first: Record, later: Sequence[Sequence[Record]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    papers = Papers(tmp_path_factory.mktemp("first"))
    papers.read("first", first)
    for n, entries in enumerate(later):
        papers.read(f"later {n}", *entries)
    (shown,) = (paper for paper in papers.all().values() if "first" in paper.sources)
    assert shown.abstract == first.abstract
    assert (shown.title, shown.date) == (first.title or shown.title, first.date or shown.date)
    papers.connection.close()


@settings(max_examples=40)
@given(reads=st.lists(st.tuples(st.sampled_from("ab"), st.lists(_ENTRIES, max_size=4)), max_size=5))
def test_only_what_was_read_last_matters(
    reads: Sequence[tuple[str, Sequence[Record]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    long, short = Papers(tmp_path_factory.mktemp("long")), Papers(tmp_path_factory.mktemp("short"))
    for source, entries in reads:
        long.read(source, *entries)
    for source, entries in {source: entries for source, entries in reads if entries}.items():
        short.read(source, *entries)
    assert long.all().keys() == short.all().keys()
    assert [paper.sources for _, paper in sorted(long.all().items())] == [
        paper.sources for _, paper in sorted(short.all().items())
    ]
    for papers in (long, short):
        papers.connection.close()
