"""Which entries are one paper, what it shows, and how an update counts them. Over several sources."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, permutations
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import derived_id
from assistant.index.layout import Layout
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
        return replace_source(self.connection, source, entries, generation=1)

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


def test_the_record_with_the_most_fields_is_shown(papers: Papers) -> None:
    papers.read("a", entry("Whales", "A long abstract without any date."))
    assert counts(papers.read("b", entry("Whales", "Short.", date_text="Aug 13"))) == {"double": 1}
    shown = papers.all()[derived_id("Whales")]
    assert (shown.abstract, shown.date_text, shown.sources) == ("Short.", "Aug 13", ("a", "b"))


def test_then_the_longest_abstract_then_the_first_seen(papers: Papers) -> None:
    papers.read("a", entry("Whales", "First."))
    papers.read("b", entry("whales", "Other."), entry("WHALES", "Longer."))
    assert papers.all()[derived_id("Whales")].abstract == "Longer."
    papers.read("b", entry("whales", "Other."))
    assert papers.all()[derived_id("Whales")].abstract == "First."


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
def test_the_order_in_which_sources_are_read_does_not_change_the_papers(
    reads: Sequence[Sequence[Record]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lengths = count(2)  # no two abstracts are of one length: among equals the first seen is shown, and that is an order
    named = {
        f"source {n}": [replace(each, abstract="x" * next(lengths)) for each in entries]
        for n, entries in enumerate(reads)
    }
    found = []
    for order in permutations(named):
        papers = Papers(tmp_path_factory.mktemp("order"))
        for source in order:
            papers.read(source, *named[source])
        found.append(papers.all())
        papers.connection.close()
    assert all(each == found[0] for each in found)


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
