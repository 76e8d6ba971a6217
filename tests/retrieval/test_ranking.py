"""Ranking for a plan of several queries, over a small real index."""

from collections.abc import Iterator

import pytest

from assistant.index import Index, IndexWriter
from assistant.retrieval import rank
from assistant.types import Plan, Record
from tests.fakes import HashedWords

_LONG = "owls hunt mice at night in the wood and bring them to the nest where the young ones wait for food"
_SHORT = "cranes fly"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("ranking")
    owls = Record("a", 1, "Owls", f"Here {_LONG}.", given_id="owls")
    cranes = Record("a", 2, "Cranes", "Here cranes fly far.", given_id="cranes")
    others = [
        Record("a", n, f"Note {n}", f"{' '.join(_LONG.split()[: n + 4])} in a note numbered {n}.", given_id=f"note{n}")
        for n in range(3, 12)
    ]
    with IndexWriter.open(folder, embedder=HashedWords(dim=512)) as writer:
        writer.update("a", [owls, cranes, *others], progress=lambda _: None)
    with Index.open(folder, embedder=HashedWords(dim=512)) as opened:
        yield opened


def ids(index: Index, *queries: str) -> list[str]:
    ranked, _ = rank(Plan("q", "compare", queries), index=index, embedder=HashedWords(dim=512))
    return [one.paper.id for one in ranked]


def test_a_short_query_counts_as_much_as_a_long_one_beside_it(index: Index) -> None:
    assert (ids(index, _SHORT)[0], ids(index, _LONG)[0]) == ("cranes", "owls")
    assert set(ids(index, _LONG, _SHORT)[:2]) == {"cranes", "owls"}


def test_the_same_query_twice_ranks_as_once(index: Index) -> None:
    assert ids(index, _LONG, _LONG) == ids(index, _LONG)
