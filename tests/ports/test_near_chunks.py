"""Chunks near a vector, as columns."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.ports import NearChunk, NearChunks

_CHUNKS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 3), st.floats(0, 1)), max_size=12)
_PAPERS = st.sets(st.sampled_from("abcde"))


@given(_CHUNKS, _PAPERS)
def test_columns_tell_what_a_list_told(listed: list[NearChunk], papers: set[str]) -> None:
    chunks = sorted(listed, key=lambda chunk: -chunk[2])
    near = NearChunks.listed(chunks)
    assert (list(near), len(near)) == (chunks, len(chunks))
    assert list(near.of(papers)) == [chunk for chunk in chunks if chunk[0] in papers]
    assert list(near.without(papers)) == [chunk for chunk in chunks if chunk[0] not in papers]
    for found in (near, near.of(papers), near.without(papers)):
        nearest = {paper: cosine for paper, _, cosine in reversed([*found])}
        assert dict(zip(found.papers, found.nearest_of_each().tolist(), strict=True)) == nearest
