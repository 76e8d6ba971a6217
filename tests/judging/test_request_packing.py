"""Requests by number and tokens, and the budget."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.judging.chat.request_packing import Pack, Purse, pack
from assistant.types import Paper, Usage


def papers(*sizes: int) -> list[Paper]:
    return [Paper(str(place), "", "x" * size) for place, size in enumerate(sizes)]


def size(paper: Paper) -> int:
    return len(paper.abstract)


def test_a_request_is_full_by_number_or_by_tokens() -> None:
    packs = pack(papers(100, 100, 100, 3_900, 200, 5_000, 10), size=size, most=2, frame=50)
    assert [(len(p.papers), p.tokens) for p in packs] == [
        (2, 50 + 200 + 2 * 60),
        (2, 50 + 4_000 + 2 * 60),
        (1, 50 + 200 + 60),
        (1, 50 + 5_000 + 60),
        (1, 50 + 10 + 60),
    ]


@given(st.lists(st.integers(1, 6_000), max_size=30), st.integers(1, 7))
def test_law_every_paper_is_in_one_request_in_order(sizes: list[int], most: int) -> None:
    packs = pack(papers(*sizes), size=size, most=most, frame=9)
    assert [p for part in packs for p in part.papers] == papers(*sizes)
    assert all(len(part.papers) <= most for part in packs)
    assert all(sum(map(size, part.papers)) <= 4_000 or len(part.papers) == 1 for part in packs)


PACK = Pack((), 100)


def test_the_first_request_is_sent_whatever_it_takes() -> None:
    purse = Purse(10)
    assert purse.affords(PACK)
    purse.send(PACK)
    assert not purse.affords(PACK)


def test_requests_under_way_are_reserved_and_paid_by_their_usage() -> None:
    purse = Purse(250)
    purse.send(PACK)
    assert purse.affords(PACK)
    purse.send(PACK)
    assert not purse.affords(PACK)
    purse.settle(PACK, Usage(1, 40, 5))
    assert purse.affords(PACK)  # 45 paid, 100 under way


def test_a_model_that_writes_more_than_was_estimated_makes_the_next_request_dearer() -> None:
    purse = Purse(1_000)
    purse.send(PACK)
    purse.settle(PACK, Usage(1, 100, 300))
    assert purse.affords(PACK)  # 400 paid, 400 expected
    purse.send(PACK)
    assert not purse.affords(PACK)
