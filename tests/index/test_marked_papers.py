"""Papers that are marked are a set like any other."""

from collections.abc import Callable, Set
from operator import and_, eq, le, or_, sub

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.marked_papers import MarkedPapers

_PLACES = {paper: place for place, paper in enumerate("abcdef")}


def marked(papers: Set[str]) -> MarkedPapers:
    return MarkedPapers(_PLACES, np.asarray([paper in papers for paper in _PLACES], bool))


@given(one=st.sets(st.sampled_from("abcdef")), other=st.sets(st.sampled_from("abcdefgh")))
def test_what_is_marked_behaves_as_the_set_of_it(one: set[str], other: set[str]) -> None:
    own = marked(one)
    assert (own, len(own), sorted(own)) == (one, len(one), sorted(one))
    assert [paper in own for paper in "abcdefgh"] == [paper in one for paper in "abcdefgh"]
    for operation in (and_, or_, sub, eq, le):
        assert operation(own, other) == operation(one, other)
    assert (other & own, other | own, other - own) == (other & one, other | one, other - one)


@pytest.mark.parametrize("change", [lambda own: own - {"a"}, lambda own: own & {"a"}])
def test_making_another_set_leaves_it_as_it_is(change: Callable[[MarkedPapers], Set[str]]) -> None:
    own = marked({"a", "b"})
    assert change(own) != own == {"a", "b"}
