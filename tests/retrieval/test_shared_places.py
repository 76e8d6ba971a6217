"""Near-copies share a place in a ranking, over a small real index; each of them can still be asked for."""

from collections.abc import Iterator

import pytest

from assistant.index import Index
from assistant.retrieval import rank
from assistant.retrieval.shared_places import Places
from assistant.types import Filters, Plan, Record
from tests.fakes import HashedWords
from tests.index.making import write

_EMBEDDER = HashedWords(dim=512)
_OWLS = "owls hunt mice at night in the wood and bring them to the nest where the young ones wait for food until dawn"
_COPIES = 30


def _edited(n: int) -> str:
    words = _OWLS.split()
    words[n % len(words)] = f"new{n}"
    return " ".join(words)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("shared")
    owls = Record("ours", 1, "Owls", f"{_OWLS}.", "owls")
    others = [
        Record("ours", n, f"Note {n}", f"Crane {n} sees owls and mice from place{n} while way{n} is wet.", f"note{n}")
        for n in range(2, 10)
    ]
    copies = [Record("theirs", n, f"Part {n}", f"{_edited(n)}.", f"copy{n}") for n in range(_COPIES)]
    write(folder, ("ours", [owls, *others]), ("theirs", copies), embedder=_EMBEDDER)
    with Index.open(folder, embedder=_EMBEDDER) as opened:
        yield opened


def ranked(index: Index, query: str = _OWLS, **filters: tuple[str, ...]) -> list[str]:
    found, _ = rank(Plan("q", "list", (query,), Filters(**filters)), index=index, embedder=_EMBEDDER)
    return [one.paper.id for one in found]


def test_of_near_copies_the_first_stands_in_the_ranking_and_says_how_many_there_are(index: Index) -> None:
    assert ranked(index)[0] == "owls"
    assert set(ranked(index)) == {"owls", *(f"note{n}" for n in range(2, 10))}
    assert index.papers(["owls"])["owls"].near_copies == _COPIES


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"sources": ("theirs",)}, ["copy0"]),
        ({"papers": ("copy7",)}, ["copy7"]),
        ({"papers": ("copy9", "copy7")}, ["copy7"]),
        ({"papers": ("owls", "copy7")}, ["owls"]),
        ({"papers": ("owls", "copy7"), "without": ("owls",)}, ["copy7"]),
    ],
)
def test_where_a_filter_leaves_the_first_out_the_first_of_its_copies_stands(
    index: Index, filters: dict[str, tuple[str, ...]], found: list[str]
) -> None:
    assert ranked(index, **filters) == found


def test_copies_do_not_use_up_the_depth_of_a_ranking(index: Index) -> None:
    searched = Places(index, None)
    words = [id for id, _ in searched.search_words(_OWLS, 5)]
    near = [id for id, _, _ in searched.nearest(_EMBEDDER.embed([_OWLS])[0], 5)]
    for found in (words, near):
        assert (found[0], len(found), {id[:4] for id in found[1:]}) == ("owls", 5, {"note"})


def test_what_copies_repeat_is_as_rare_as_before(index: Index) -> None:
    assert index.frequencies(["owl", "hunt", "nest", "crane", "new3", "nowhere"]) == {
        "owl": 9, "hunt": 1, "nest": 1, "crane": 8, "new3": 1, "nowhere": 0,
    }  # fmt: skip


def test_each_copy_is_found_where_no_place_is_shared(index: Index) -> None:
    assert index.search_words("new7", 5)[0][0] == "copy7"
    assert index.search_begun("new7 owls", 5) == ["copy7"]
    assert index.mentioning(lambda text: "new7" in text) == {"copy7"}


def test_words_are_weighed_as_in_an_index_without_the_copies(
    index: Index, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("alone")
    ours = [paper for paper in index.list_papers() if paper.id in ranked(index)]
    write(folder, ("ours", [Record("ours", 1, p.title, p.abstract, p.id) for p in ours]), embedder=_EMBEDDER)
    with Index.open(folder, embedder=_EMBEDDER) as alone:
        for query in ("owls that hunt", "mice in the nest"):
            without, beside = dict(alone.search_words(query, 9)), dict(Places(index, None).search_words(query, 9))
            assert beside.keys() == without.keys()
            assert beside == pytest.approx(without, rel=0.1)  # the mean length of an abstract is another


@pytest.mark.parametrize(("copies", "found"), [(4, 5), (5, 1)])
def test_up_to_four_near_copies_keep_places_of_their_own(
    tmp_path_factory: pytest.TempPathFactory, copies: int, found: int
) -> None:
    folder = tmp_path_factory.mktemp("few")
    made = [Record("theirs", n, f"Part {n}", f"{_edited(n)}.", f"copy{n}") for n in range(copies)]
    write(folder, ("ours", [Record("ours", 1, "Owls", f"{_OWLS}.", "owls")]), ("theirs", made), embedder=_EMBEDDER)
    with Index.open(folder, embedder=_EMBEDDER) as few:
        assert len(ranked(few)) == found
        assert few.papers(["owls"])["owls"].near_copies == copies
