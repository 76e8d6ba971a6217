"""What every `PaperIndex` must do, asked of the real one."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.corpus import derived_id
from assistant.index import Index
from assistant.ports import Entry
from assistant.types import Filters, Paper
from tests.fakes import HashedWords
from tests.index.making import CRANES, MICE, OWLS, WHALES

_WHALES, _OWLS, _MICE = (derived_id(record.title) for record in (WHALES, OWLS, MICE))
_CRANES = "2401.00001"
_ALL = {_WHALES, _OWLS, _MICE, _CRANES}


def test_papers_come_in_the_order_asked_for_and_unknown_ones_are_left_out(index: Index) -> None:
    assert list(index.papers([_CRANES, "unknown", _WHALES, _CRANES])) == [_CRANES, _WHALES]


def test_a_paper_is_shown_whole(index: Index) -> None:
    assert index.papers([_MICE])[_MICE] == Paper(
        id=_MICE,
        title="Of Mice",
        abstract="Mice are small. Mice are quiet.",
        authors=("A. Mouse",),
        date="2025-01-31",
        sources=("a.jsonl",),
    )


def test_the_index_counts_and_lists_its_papers(index: Index) -> None:
    assert (index.count(), index.undated(), index.pending()) == (4, 2, 0)
    assert [paper.id for paper in index.list_papers()] == [_WHALES, _OWLS, _MICE, _CRANES]
    assert index.sources() == {"a.jsonl": 3, "b.jsonl": 1}


@pytest.mark.parametrize(
    ("filters", "ids", "undated"),
    [
        (Filters(), None, 0),
        (Filters(since="2024-05-01", until="2024-05-01"), {_WHALES}, 2),
        (Filters(since="2024-05-02"), {_MICE}, 2),
        (Filters(until="2025-01-31", sources=("a.jsonl",)), {_WHALES, _MICE}, 1),
        (Filters(sources=("b.jsonl", "nowhere")), {_CRANES}, 0),
        (Filters(categories=("CS.sd",)), {_OWLS}, 0),
        (Filters(papers=(_OWLS, "unknown")), {_OWLS}, 0),
        (Filters(papers=(_OWLS,), categories=("math",)), set(), 0),
        (Filters(without=(_OWLS, "unknown"), sources=("a.jsonl",)), {_WHALES, _MICE}, 0),
        (Filters(authors=("mouse", "Nobody")), {_MICE}, 0),
        (Filters(authors=("Alice Mouse",)), {_MICE}, 0),
        (Filters(authors=("Bob Mouse",)), set(), 0),
        (Filters(until="2024-12-31", authors=("A. Mouse",)), set(), 0),
    ],
)
def test_filters_select(index: Index, filters: Filters, ids: set[str] | None, undated: int) -> None:
    selection = index.select(filters)
    assert (selection.ids, selection.undated) == (ids, undated)


def test_papers_come_by_date_the_undated_last(index: Index) -> None:
    assert list(index.by_date().items()) == [
        (_MICE, "2025-01-31"), (_WHALES, "2024-05-01"), (_OWLS, None), (_CRANES, None),
    ]  # fmt: skip
    assert index.by_date({_WHALES, _CRANES, "unknown"}) == {_WHALES: "2024-05-01", _CRANES: None}


def test_the_papers_that_say_something_are_found_in_titles_and_abstracts(index: Index) -> None:
    assert index.mentioning(lambda text: "mice" in text.lower()) == {_MICE, _OWLS}
    assert index.mentioning(lambda text: "Night" in text) == {_OWLS}
    assert index.mentioning(lambda text: "mice" in text.lower(), {_MICE, _CRANES}) == {_MICE}


def test_words_find_papers_by_their_stems_best_first(index: Index) -> None:
    hits = index.search_words("whale counting", 10)
    assert [paper for paper, _ in hits] == [_WHALES]
    assert [paper for paper, _ in index.search_words("small, quiet MICE", 10)] == [_MICE, _OWLS]
    scores = [score for _, score in index.search_words("we at night", 10)]
    assert scores == sorted(scores, reverse=True)


def test_at_most_k_papers_come(index: Index) -> None:
    assert len(index.search_words("we owls mice", 2)) == 2
    assert len(index.search_vectors(HashedWords().embed(["we"])[0], 2)) == 2


@pytest.mark.parametrize("within", [{_OWLS}, {_OWLS, _CRANES, _WHALES}, _ALL, {"unknown"}, set()])
def test_a_restriction_leaves_the_ranking_of_those_it_lets_pass(index: Index, within: set[str]) -> None:
    query = "we owls mice hunt far"
    vector = HashedWords().embed([query])[0]
    words = {paper: score for paper, score in index.search_words(query, 10) if paper in within}
    nearest = [(hit.chunk, hit.score) for hit in index.search_vectors(vector, 10) if hit.chunk.paper.id in within]
    restricted = dict(index.search_words(query, 10, within=within))
    assert (list(restricted), restricted) == (list(words), pytest.approx(words))
    found = index.search_vectors(vector, 10, within=within)
    assert [hit.chunk for hit in found] == [chunk for chunk, _ in nearest]
    assert [hit.score for hit in found] == pytest.approx([score for _, score in nearest])


def test_a_restricted_search_fills_its_k(index: Index) -> None:
    vector = HashedWords().embed(["Cranes in Flight"])[0]
    for within in ({_OWLS}, _ALL - {_CRANES}):
        assert len(index.search_vectors(vector, 1, within=within)) == 1
        assert len(index.search_words("cranes we owls", 1, within=within)) == 1


def test_the_text_of_a_chunk_is_its_own_best_match(index: Index) -> None:
    vector = HashedWords().embed(["Cranes in Flight\nCranes fly far. We track cranes."])[0]
    best = index.search_vectors(vector, 4)[0]
    assert (best.chunk.paper.id, best.chunk.ordinal, best.chunk.text) == (_CRANES, 0, CRANES.abstract)
    assert best.score == pytest.approx(1.0, abs=1e-5)


def test_similarity_is_the_cosine(index: Index) -> None:
    vector = HashedWords().embed(["owls and cranes"])[0]
    for hit in index.search_vectors(vector, 4):
        text = f"{hit.chunk.paper.title}\n{hit.chunk.text}"
        assert hit.score == pytest.approx(float(HashedWords().embed([text])[0] @ vector), abs=2e-4)  # kept as float16


def test_terms_are_stems_in_order(index: Index) -> None:
    assert index.terms("Long-tailed Classifications, naïvely: C++ 学习") == [
        "long",
        "tail",
        "classif",
        "naiv",
        "c",
        "学",
        "习",
    ]


def test_frequencies_count_papers_not_places(index: Index) -> None:
    assert index.frequencies(["mice", "owl", "we", "nowhere"]) == {"mice": 2, "owl": 1, "we": 2, "nowhere": 0}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.one_of(
        st.text(), st.sampled_from(["(x", '"open', "C++ AND", "title:owls", "a OR", "owls^2", "*", "-owls"])
    )
)
def test_a_question_is_text_never_query_syntax(index: Index, query: str) -> None:
    assert {paper for paper, _ in index.search_words(query, 10)} <= _ALL


def test_many_threads_may_ask_at_once(index: Index) -> None:
    vector = HashedWords().embed(["owls"])[0]

    def ask(_: int) -> list[str]:
        index.select(Filters(since="2024-01-01"))
        words = index.search_words("owls", 3, within=_ALL)
        return [*index.papers(paper for paper, _ in words), index.search_vectors(vector, 1)[0].chunk.paper.id]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(80))) == [[_OWLS, _OWLS]] * 80


def test_a_slip_of_the_pen_becomes_the_word_that_a_paper_uses(index: Index) -> None:
    assert index.mended("counting quiett whales") == "counting quiet whales"
    assert index.mended("zzyzxian mice") == "zzyzxian mice"
    assert [paper for paper, _ in index.search_words(index.mended("quiett"), 10)] == [_MICE]


def test_the_vectors_of_hits_are_those_they_were_found_by(index: Index) -> None:
    query = HashedWords().embed(["whales and owls"])[0]
    hits = index.search_vectors(query, 3)
    assert [float(score) for score in index.vectors(hits) @ query] == pytest.approx(
        [hit.score for hit in hits], abs=1e-5
    )
    assert index.vectors([]).shape == (0, HashedWords().dim)


def test_entries_are_all_papers_without_their_abstracts(index: Index) -> None:
    assert index.entries() == [
        Entry(_WHALES, "Counting Whales", (), "2024-05-01", ()),
        Entry(_OWLS, "Owls at Night", (), None, ("q-bio.PE", "cs.SD")),
        Entry(_MICE, "Of Mice", ("A. Mouse",), "2025-01-31", ()),
        Entry(_CRANES, "Cranes in Flight", (), None, ()),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cr", [_CRANES]),
        ("we cran", [_CRANES]),
        ("mice ow", [_OWLS]),
        ("we", [_WHALES, _CRANES]),
        ("countin", [_WHALES]),
        ("owls we", []),
        ("xyz", []),
        ('("', []),
        ("", []),
    ],
)
def test_a_word_that_is_only_begun_finds_papers_that_hold_all_the_others(
    index: Index, typed: str, found: list[str]
) -> None:
    assert sorted(index.search_begun(typed, 10)) == sorted(found)


def test_a_begun_search_can_be_restricted_and_cut(index: Index) -> None:
    assert index.search_begun("we", 10, within={_CRANES, _MICE}) == [_CRANES]
    assert len(index.search_begun("we", 1)) == 1


def test_the_centre_of_a_paper_is_the_mean_of_its_vectors(index: Index) -> None:
    hits = index.search_vectors(HashedWords().embed(["cranes"])[0], 10, within={_CRANES})
    mean = index.vectors(hits).mean(axis=0)
    centres = index.centres([_CRANES, "unknown"])
    assert list(centres) == [_CRANES]
    assert centres[_CRANES] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert index.centres([]) == {}
