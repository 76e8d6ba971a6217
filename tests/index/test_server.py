"""Vectors in a real Chroma server instead of the folder: the same answers, its limits kept, nothing lost when it dies."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import ChromaFailed, IndexDamaged, IndexMismatch
from assistant.index import ChromaServer, Index, IndexWriter
from assistant.index.server.connection import Connection
from assistant.index.server.place import read_place
from assistant.models.minilm import MiniLM
from assistant.ports import Embedder
from assistant.retrieval import rank
from assistant.settings import Secret
from assistant.types import Filters, IndexReport, Plan, Progress, Record
from tests.fakes import HashedWords
from tests.index.making import CRANES, MICE, OWLS, WHALES, counts, many, quiet
from tests.servers.chroma import ChromaProcess, Limits, chroma, limited

_SMALL = HashedWords(dim=64)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    with chroma(tmp_path_factory.mktemp("chroma")) as started:
        yield started


@pytest.fixture
def server(process: ChromaProcess) -> ChromaServer:
    return ChromaServer(process.url, waits=(0.1,))


def write(
    folder: Path, server: ChromaServer | None, *records: Record, source: str = "a", embedder: Embedder = _SMALL
) -> IndexReport:
    with IndexWriter.open(folder, embedder=embedder, server=server) as writer:
        return writer.update(source, records, progress=quiet)


def rebuild(folder: Path, server: ChromaServer | None, embedder: Embedder = _SMALL) -> IndexReport:
    with IndexWriter.open(folder, embedder=embedder, server=server) as writer:
        return writer.rebuild(progress=quiet)


def nearest(folder: Path, server: ChromaServer | None, record: Record, k: int, **filters: str) -> list[str]:
    with Index.open(folder, embedder=_SMALL, server=server) as index:
        within = index.select(Filters(**filters)).ids if filters else None  # type: ignore[arg-type]  # dates alone
        hits = index.search_vectors(_SMALL.embed([f"{record.title}\n{record.abstract}"])[0], k, within=within)
        return [hit.chunk.paper.title for hit in hits]


@contextmanager
def asked(url: str) -> Iterator[Any]:
    with closing(Connection(ChromaServer(url), waits=())) as connection:
        yield connection.client


def collections(url: str, folder: Path, generation: int = 1) -> list[int]:
    """The sizes of the index's collections that the server has."""
    place = read_place(folder / "chroma" / str(generation))
    assert place
    with asked(url) as client:
        return [c.count() for c in client.list_collections() if c.name.startswith(place.name)]


def test_papers_are_found_filtered_changed_and_removed_as_in_a_folder(server: ChromaServer, tmp_path: Path) -> None:
    assert counts(write(tmp_path, server, WHALES, OWLS, MICE, CRANES)) == {"new": 4}
    assert sum(collections(server.url, tmp_path)) == 4
    assert nearest(tmp_path, server, OWLS, 1) == ["Owls at Night"]
    assert nearest(tmp_path, server, OWLS, 4, since="2025-01-01") == ["Of Mice"]
    changed = replace(OWLS, abstract="Owls sleep by day.")
    assert counts(write(tmp_path, server, changed, MICE, CRANES)) == {"changed": 1, "unchanged": 2, "gone": 1}
    assert nearest(tmp_path, server, changed, 4)[0] == "Owls at Night"
    assert sum(collections(server.url, tmp_path)) == 3
    with IndexWriter.open(tmp_path, embedder=_SMALL, server=server) as writer:
        writer.remove("a", progress=quiet)
    assert (collections(server.url, tmp_path), nearest(tmp_path, server, OWLS, 4)) == ([0] * 8, [])


def test_twenty_questions_find_the_same_papers_in_the_same_order(
    server: ChromaServer, own_index: Path, tmp_path: Path
) -> None:
    there = Path(shutil.copytree(own_index, tmp_path / "there"))
    embedder = MiniLM()
    assert [rebuild(own_index, None, embedder).embedded, rebuild(there, server, embedder).embedded] == [0, 0]
    with (
        Index.open(own_index, embedder=embedder) as here,
        Index.open(there, embedder=embedder, server=server) as remote,
    ):
        papers = list(here.list_papers())[:200:10]
        plans = [Plan(paper.title, "list", (paper.abstract.split(". ")[0],)) for paper in papers]
        plans += [replace(plans[0], filters=Filters(papers=tuple(paper.id for paper in papers)))]
        for plan in plans:
            found = [
                [(one.paper.id, round(one.score, 4)) for one in rank(plan, index=index, embedder=embedder)[0]]
                for index in (here, remote)
            ]
            assert found[0] == found[1]
    assert len(plans) == 21


def test_rankings_longer_than_a_page_keep_to_the_limits_of_the_cloud(process: ChromaProcess, tmp_path: Path) -> None:
    limits, token = Limits("hidden-token"), Secret("hidden-token")
    papers = many(2_000)
    with limited(process, limits) as url:
        server = ChromaServer(url, token, waits=())
        write(tmp_path, server, *papers, embedder=_SMALL)
        with Index.open(tmp_path, embedder=_SMALL, server=server) as index:
            vectors = _SMALL.embed([f"{paper.title}\n{paper.abstract}" for paper in index.list_papers()])
            wanted = vectors[7]
            found = index.nearest(wanted, 1_500)
            exact = np.sort(vectors @ wanted)[::-1][:1_500]
            assert np.allclose([score for *_, score in found], exact, atol=1e-3)
            most = {paper.id for paper in index.list_papers()} - {found[0][0]}
            among = index.nearest(wanted, 2_000, within=most)  # more than pages hold: compared with what was kept
            few = index.nearest(wanted, 1_000, within=set(sorted(most)[:400]))  # fetched
        assert ({paper for paper, *_ in among}, len(few)) == (most, 400)
        with IndexWriter.open(tmp_path, embedder=_SMALL, server=server) as writer:
            assert writer.examine() is None
            writer.remove("a", progress=quiet)
    assert (limits.refused, limits.most_under_way <= 10) == ([], True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"hidden-token" in path.read_bytes()]


def test_a_refused_token_is_told_and_not_repeated(process: ChromaProcess, tmp_path: Path) -> None:
    with (
        limited(process, Limits("right")) as url,
        pytest.raises(ChromaFailed, match="ASSISTANT_CHROMA_TOKEN") as raised,
    ):
        write(tmp_path, ChromaServer(url, Secret("wrong-token"), waits=()), WHALES)
    assert "wrong-token" not in str(raised.value)


def test_full_collections_are_followed_by_others(server: ChromaServer, tmp_path: Path) -> None:
    small = replace(server, rows=20)
    papers = many(400)
    write(tmp_path, small, *papers[:100])
    write(tmp_path, small, *papers)
    sizes = collections(server.url, tmp_path)
    assert (sum(sizes), max(sizes), len(sizes) > 16) == (400, 20, True)
    assert len(nearest(tmp_path, small, papers[3], 400)) == 400
    write(tmp_path, small, *papers[200:])
    assert sum(collections(server.url, tmp_path)) == 200


def test_a_server_killed_in_mid_index_loses_nothing_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, papers = tmp_path / "index", many(600)
    with chroma(tmp_path / "data") as process:
        server = ChromaServer(process.url, waits=(0.1,))

        def die(progress: Progress) -> None:
            if progress.step == "embedding" and progress.done >= 256:
                process.kill()

        with IndexWriter.open(folder, embedder=_SMALL, server=server) as writer, pytest.raises(ChromaFailed) as raised:
            writer.update("a", papers, progress=die)
        assert (raised.value.exit_code, "does not answer" in raised.value.message) == (5, True)
        with Index.open(folder, embedder=_SMALL, server=server) as index:
            assert (index.count(), index.pending()) == (600, 344)
            with pytest.raises(ChromaFailed, match="ASSISTANT_CHROMA_URL"):
                index.search_vectors(_SMALL.embed(["owls"])[0], 3)
        process.start()
        report = write(folder, server, *papers)
        assert (counts(report), report.embedded) == ({"unchanged": 600}, 344 - 256)
        assert sum(collections(process.url, folder)) == 600


def test_a_server_that_comes_back_in_mid_index_is_waited_for(tmp_path: Path) -> None:
    folder, papers = tmp_path / "index", many(300)
    with chroma(tmp_path / "data") as process:
        times: list[int] = []

        def restart(progress: Progress) -> None:
            if progress.step == "embedding" and progress.done >= 256 and not times:
                times.append(progress.done)
                process.kill()
                process.start()

        with IndexWriter.open(folder, embedder=_SMALL, server=ChromaServer(process.url)) as writer:
            assert writer.update("a", papers, progress=restart).papers == 300
        assert (len(times), sum(collections(process.url, folder))) == (1, 300)


def test_vectors_that_are_elsewhere_are_told_and_moved_without_embedding(server: ChromaServer, tmp_path: Path) -> None:
    write(tmp_path, None, WHALES, OWLS)
    for where, other in ((server, None), (None, server)):
        for act in (
            lambda: nearest(tmp_path, where, OWLS, 1),  # noqa: B023  # called at once
            lambda: write(tmp_path, where, WHALES),  # noqa: B023
        ):
            with pytest.raises(IndexMismatch, match="--rebuild"):
                act()
        assert nearest(tmp_path, other, OWLS, 1) == ["Owls at Night"]
        assert rebuild(tmp_path, where).embedded == 0
        assert nearest(tmp_path, where, OWLS, 1) == ["Owls at Night"]


def test_a_copy_that_writes_overtakes_the_original_which_is_told(server: ChromaServer, tmp_path: Path) -> None:
    write(tmp_path / "one", server, WHALES, OWLS)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    write(tmp_path / "two", server, MICE, source="b")
    for act in (
        lambda: nearest(tmp_path / "one", server, OWLS, 1),
        lambda: write(tmp_path / "one", server, CRANES, source="c"),
    ):
        with pytest.raises(IndexMismatch, match=r"a copy wrote.*--rebuild"):
            act()
    assert rebuild(tmp_path / "one", server).embedded == 0
    assert nearest(tmp_path / "one", server, OWLS, 1) == ["Owls at Night"]


def test_another_server_and_lost_rows_are_told(server: ChromaServer, tmp_path: Path) -> None:
    write(tmp_path / "index", server, WHALES, OWLS)
    with chroma(tmp_path / "other") as other:
        for act in (nearest, lambda *given: write(*given[:3])):
            with pytest.raises(IndexMismatch, match=r"does not have the vectors.*ASSISTANT_CHROMA_URL"):
                act(tmp_path / "index", ChromaServer(other.url, waits=()), OWLS, 1)
    place = read_place(tmp_path / "index" / "chroma" / "1")
    assert place
    with asked(server.url) as client:
        for collection in client.list_collections():
            if collection.name.startswith(place.name):
                collection.delete(ids=collection.get()["ids"] or ["none"])
    with pytest.raises(IndexDamaged, match=r"2 of 2 vectors are missing.*doctor --repair"):
        nearest(tmp_path / "index", server, OWLS, 1)
    with IndexWriter.open(tmp_path / "index", embedder=_SMALL, server=server) as writer:
        assert writer.examine() == "2 of 2 vectors looked for are missing"
        assert writer.rebuild(progress=quiet).embedded == 0
    assert nearest(tmp_path / "index", server, OWLS, 1) == ["Owls at Night"]
