"""What a reader sees of the papers: lists, searches, similar papers, counts."""

from pathlib import Path

import pytest

from assistant.exploring import Explorer
from assistant.exploring.explorer import Choices, Sort
from assistant.types import Filters
from tests.exploring.conftest import MICE, NIGHT, OWLS, WHALES
from tests.index.making import many, write


def titles(
    explorer: Explorer, typed: str = "", *, sort: Sort = "relevance", filters: Filters | None = None
) -> list[str]:
    return [paper.title for paper in explorer.find(typed, sort=sort, filters=filters).papers]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", [MICE, NIGHT, WHALES, OWLS]),
        ("relevance", [MICE, NIGHT, WHALES, OWLS]),
        ("oldest", [WHALES, NIGHT, MICE, OWLS]),
        ("title", [NIGHT, WHALES, MICE, OWLS]),
    ],
)
def test_all_papers_are_listed_in_the_order_asked_for_the_undated_last(
    explorer: Explorer, sort: Sort, expected: list[object]
) -> None:
    assert titles(explorer, sort=sort) == [record.title for record in expected]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("owls at ni", {OWLS.title, NIGHT.title}),
        ("nune", {OWLS.title}),
        ("nunez ada", {OWLS.title}),
        ("ada mouse", set()),
        ("MICE hunt", {OWLS.title}),
        ("whal", {WHALES.title, NIGHT.title}),
        ("nothing like it", set()),
        ("(“!", set()),
    ],
)
def test_what_is_typed_is_found_in_titles_authors_and_texts(explorer: Explorer, typed: str, expected: set[str]) -> None:
    assert set(titles(explorer, typed)) == expected


def test_a_title_with_the_words_as_typed_comes_first_then_titles_then_authors_then_texts(explorer: Explorer) -> None:
    at_night = titles(explorer, "at night")
    assert (set(at_night[:2]), at_night[2:]) == ({NIGHT.title, OWLS.title}, [MICE.title])
    assert titles(explorer, "night owls") == [NIGHT.title, OWLS.title]
    assert titles(explorer, "mou") == [OWLS.title]


def test_a_search_can_be_ordered_and_restricted(explorer: Explorer) -> None:
    assert titles(explorer, "night", sort="oldest") == [NIGHT.title, MICE.title, OWLS.title]
    assert titles(explorer, "night", filters=Filters(sources=("s/a.jsonl",))) == [OWLS.title]
    assert titles(explorer, "bo", filters=Filters(since="2024-01-01")) == [NIGHT.title]


def test_filters_restrict_the_list_and_say_what_has_no_date(explorer: Explorer) -> None:
    listing = explorer.find(filters=Filters(since="2024-07-01", until="2024-07-31"))
    assert ([paper.title for paper in listing.papers], listing.undated) == ([MICE.title, NIGHT.title], 1)
    assert explorer.reach(Filters(since="2024-07-01")) == (2, 1)
    assert explorer.reach(Filters()) == (4, 0)


def test_a_list_comes_in_pages_and_never_runs_out_of_them(explorer: Explorer) -> None:
    second = explorer.find(start=2, size=2)
    assert (len(second.ids), second.start, [p.title for p in second.papers]) == (4, 2, [WHALES.title, OWLS.title])
    for start, at in ((3, 2), (99, 2), (-5, 0)):
        assert explorer.find(start=start, size=2).start == at
    assert explorer.find("nothing like it", start=40).papers == ()


def test_similar_papers_are_near_by_their_vectors_and_never_the_paper_itself(explorer: Explorer) -> None:
    id = next(paper.id for paper in explorer.find().papers if paper.title == OWLS.title)
    assert {paper.title for paper in explorer.similar(id)} == {WHALES.title, MICE.title, NIGHT.title}
    assert explorer.similar(id, count=1)[0].title in {MICE.title, NIGHT.title}
    assert explorer.similar("unknown") == []


def test_months_have_no_gaps_and_the_undated_are_counted(explorer: Explorer) -> None:
    assert explorer.months() == ({"2024-05": 1, "2024-06": 0, "2024-07": 2}, 1)


def test_what_filters_can_be_made_of(explorer: Explorer) -> None:
    assert explorer.choices() == Choices(
        {"s/a.jsonl": 2, "s/b.jsonl": 2}, {"q-bio": 2, "cs": 1}, "2024-05-01", "2024-07-31", 1
    )


def test_papers_that_come_later_are_seen(explorer: Explorer, folder: Path) -> None:
    assert len(explorer.find().ids) == 4
    write(folder, ("more", many(3)))
    assert len(explorer.find().ids) == 7
    assert titles(explorer, "word2") == ["Paper word2"]


def test_a_paper_is_found_by_its_id_or_not_at_all(explorer: Explorer) -> None:
    for paper in explorer.find().papers:
        assert (explorer.paper(paper.id), explorer.title(paper.id)) == (paper, paper.title)
    assert (explorer.paper("unknown"), explorer.title("unknown")) == (None, "")
