"""Vectors in a real Chroma server: the same answers as from a folder, its limits kept, nothing lost when it dies."""

import shutil
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import httpx
import numpy as np
import pytest

from assistant import build
from assistant.corpus import sources
from assistant.errors import ChromaFailed, IndexDamaged, IndexError_, IndexMismatch
from assistant.index import ChromaServer, Index, IndexWriter
from assistant.index.layout import Layout
from assistant.index.server.collection import opened
from assistant.index.server.connection import Connection
from assistant.index.server.place import read_place
from assistant.index.server.reading import ServerReader
from assistant.index.server.row_ids import LongPapers
from assistant.index.server.writing import ServerWriter
from assistant.index.vectors.reading import VectorsUnreadable
from assistant.index.vectors.writing import row_of
from assistant.retrieval import rank
from assistant.settings import Secret, Settings
from assistant.types import Chunk, Filters, IndexReport, Paper, Plan, Progress, Record
from tests.fakes import HashedWords
from tests.index.making import CRANES, MICE, OWLS, WHALES, counts, many, quiet
from tests.servers.chroma import ChromaProcess, Limits, chroma, limited

_SMALL = HashedWords(dim=64)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    with chroma(tmp_path_factory.mktemp("chroma")) as started:
        yield started


@pytest.fixture
def server(process: ChromaProcess) -> Iterator[ChromaServer]:
    """Behind a proxy that refuses what Chroma's cloud would."""
    limits = Limits("hidden-token")
    with limited(process, limits) as url:
        yield ChromaServer(url, Secret("hidden-token"), waits=())
    assert limits.refused == []


def write(folder: Path, server: ChromaServer | None, *records: Record, source: str = "a") -> IndexReport:
    with IndexWriter.open(folder, embedder=_SMALL, server=server) as writer:
        return writer.update(source, records, progress=quiet)


def rebuild(folder: Path, server: ChromaServer | None) -> IndexReport:
    with IndexWriter.open(folder, embedder=_SMALL, server=server) as writer:
        return writer.rebuild(progress=quiet)


def nearest(folder: Path, server: ChromaServer | None, record: Record, k: int, **filters: str) -> list[str]:
    with Index.open(folder, embedder=_SMALL, server=server) as index:
        within = index.select(Filters(**filters)).ids if filters else None  # type: ignore[arg-type]  # dates alone
        hits = index.search_vectors(_SMALL.embed([f"{record.title}\n{record.abstract}"])[0], k, within=within)
        return [hit.chunk.paper.title for hit in hits]


def sizes(server: ChromaServer, folder: Path, generation: int = 1) -> list[int]:
    """Of the index's collections, as the server counts them."""
    place = read_place(folder / "chroma" / str(generation))
    assert place
    with closing(Connection(server, waits=())) as connection:
        return [collection.count() for collection in opened(connection, place.names)]


def forget(process: ChromaProcess, folder: Path, *, rows_alone: bool) -> None:
    """What the server has of an index is lost."""
    place = read_place(folder / "chroma" / "1")
    assert place
    with httpx.Client(base_url=f"{process.url}/api/v2/tenants/default_tenant/databases/default_database") as client:
        for name in place.names:
            if not rows_alone:
                client.delete(f"/collections/{name}").raise_for_status()
                continue
            there = f"/collections/{client.get(f'/collections/{name}').json()['id']}"
            ids = client.post(f"{there}/get", json={"include": []}).json()["ids"]
            client.post(f"{there}/delete", json={"ids": ids or ["none"]}).raise_for_status()


def test_papers_are_found_filtered_changed_and_removed_as_in_a_folder(server: ChromaServer, tmp_path: Path) -> None:
    assert counts(write(tmp_path, server, WHALES, OWLS, MICE, CRANES)) == {"new": 4}
    assert sum(sizes(server, tmp_path)) == 4
    assert nearest(tmp_path, server, OWLS, 1) == ["Owls at Night"]
    assert nearest(tmp_path, server, OWLS, 4, since="2025-01-01") == ["Of Mice"]
    changed = replace(OWLS, abstract="Owls sleep by day.")
    assert counts(write(tmp_path, server, changed, MICE, CRANES)) == {"changed": 1, "unchanged": 2, "gone": 1}
    assert nearest(tmp_path, server, changed, 4)[0] == "Owls at Night"
    assert sum(sizes(server, tmp_path)) == 3
    with IndexWriter.open(tmp_path, embedder=_SMALL, server=server) as writer:
        writer.remove("a", progress=quiet)
    assert (sizes(server, tmp_path), nearest(tmp_path, server, OWLS, 4)) == ([0] * 8, [])


def test_the_settings_lead_to_the_server_and_the_page_says_so(server: ChromaServer, tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index", chroma_url=server.url, chroma_token=server.token)
    (tmp_path / "owls.jsonl").write_text('{"id": "1", "title": "Owls at Night", "abstract": "Owls hunt at night."}')
    build.build_index([str(tmp_path / "owls.jsonl")], settings, progress=quiet)
    assert sum(sizes(server, tmp_path / "index")) == 1
    papers = build.open_assistant(settings)
    assert [one.paper.title for one in papers.search("which birds hunt", 1)] == ["Owls at Night"]
    assert papers.mode == "Embedded models only. Vectors and texts are kept at 127.0.0.1."


def test_questions_find_the_same_papers_in_the_same_order(server: ChromaServer, tmp_path: Path) -> None:
    embedder = HashedWords(dim=384)
    for folder, where in (("here", None), ("there", server)):
        with IndexWriter.open(tmp_path / folder, embedder=embedder, server=where) as writer:
            read = ((source.name, source.entries) for source in sources([build.SAMPLE]))
            assert writer.update_all(read, progress=quiet).papers == 278
    with (
        Index.open(tmp_path / "here", embedder=embedder) as here,
        Index.open(tmp_path / "there", embedder=embedder, server=server) as there,
    ):
        papers = list(here.list_papers())[:200:20]
        plans = [Plan(paper.title, "list", (paper.abstract.split(". ")[0],)) for paper in papers]
        plans += [replace(plans[0], filters=Filters(papers=tuple(paper.id for paper in papers)))]
        for plan in plans:
            found = [
                [(one.paper.id, one.score) for one in rank(plan, index=index, embedder=embedder)[0]]
                for index in (here, there)
            ]
            # Here vectors are compared as they are kept, as float16.
            assert [paper for paper, _ in found[0][:10]] == [paper for paper, _ in found[1][:10]]
            assert dict(found[0]) == pytest.approx(dict(found[1]), abs=1e-3)
    assert len(plans) == 11


def test_rows_of_one_collection_are_written_fetched_and_deleted_in_pages(server: ChromaServer, tmp_path: Path) -> None:
    papers = (Paper(f"p{n}", "Owls", "They hunt.") for n in range(6_000))
    chunks = [Chunk(paper, 0, 0, 10) for paper in papers]
    chunks = [chunk for chunk in chunks if zlib.crc32(str(row_of(chunk)).encode()) % 8 == 0]
    rows = [row_of(chunk) for chunk in chunks]
    vectors = np.random.default_rng(1).normal(size=(len(rows), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with ServerWriter(Layout(tmp_path), 1, server, rows=0) as writer:
        writer.add(chunks, ["Owls"] * len(rows), vectors)
        place = read_place(tmp_path / "chroma" / "1")
        assert place
        kept, long = lambda _: iter([(rows, vectors)]), LongPapers(list)
        open_one = partial(ServerReader, place, server, kept=kept, long=long)
        with closing(open_one()) as reader, closing(open_one()) as another, ThreadPoolExecutor(10) as pool:
            found = list(pool.map(lambda one: one.search(vectors[0], 2_000), [reader, another] * 5))
            assert np.allclose([score for _, score in found[9]], np.sort(vectors @ vectors[0])[::-1][:300], atol=1e-5)
            assert np.allclose(reader.fetch(rows, dim=8), vectors)
            among = reader.search_among(vectors[0], 2_000, rows)
            assert [row for row, _ in among] == [rows[place] for place in np.argsort(-(vectors @ vectors[0]))]
            writer.delete(rows)
            assert (len(rows) > 600, reader.count()) == (True, 0)


def test_what_a_filter_leaves_is_found_whole_however_many(server: ChromaServer, tmp_path: Path) -> None:
    write(tmp_path, server, *many(320))
    with Index.open(tmp_path, embedder=_SMALL, server=server) as index:
        ids = sorted(paper.id for paper in index.list_papers())
        wanted = _SMALL.embed(["Paper word7"])[0]
        for n, k in ((60, 2_000), (310, 2_000), (310, 5)):  # fetched; too few on the page; enough on the page
            found = index.nearest(wanted, k, within=set(ids[:n]))
            assert (len(found), {paper for paper, *_ in found} <= set(ids[:n])) == (min(n, k), True)
            assert all(a >= b for (*_, a), (*_, b) in pairwise(found))
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"hidden-token" in path.read_bytes()]


def test_other_programs_of_llama_index_find_the_nodes(
    server: ChromaServer, process: ChromaProcess, tmp_path: Path
) -> None:
    import chromadb
    from llama_index.vector_stores.chroma import ChromaVectorStore

    write(tmp_path, server, OWLS)
    place = read_place(tmp_path / "chroma" / "1")
    assert place
    client = chromadb.HttpClient(host="127.0.0.1", port=process.port)
    found = [ChromaVectorStore(client.get_collection(name)).get_nodes(None) for name in place.names]
    assert [node.metadata["start"] for nodes in found for node in nodes] == [0]
    for each in (client, client._admin_client):  # type: ignore[attr-defined]  # chromadb leaves both open
        each._server._session.close()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("token", "path", "told"),
    [("wrong-token", "", "refuses.*ASSISTANT_CHROMA_TOKEN"), ("hidden-token", "/elsewhere", "is no Chroma server"),
     ("hidden-token", "/\x00", "is no Chroma server.*ASSISTANT_CHROMA_URL")],
)  # fmt: skip
def test_what_is_refused_or_no_server_is_told_without_the_token(
    process: ChromaProcess, tmp_path: Path, token: str, path: str, told: str
) -> None:
    with limited(process, Limits("hidden-token")) as url, pytest.raises(ChromaFailed, match=told) as raised:
        write(tmp_path, ChromaServer(url + path, Secret(token), waits=()), WHALES)
    assert token not in str(raised.value)


def test_full_collections_are_told_and_a_rebuild_deals_to_more(server: ChromaServer, tmp_path: Path) -> None:
    small = replace(server, most=15)
    papers = many(100)
    with pytest.raises(IndexError_, match=r"more than 15 vectors.*--rebuild"):
        write(tmp_path, small, *papers)
    full = read_place(tmp_path / "chroma" / "1")
    assert full
    assert rebuild(tmp_path, small).embedded == 0
    with closing(Connection(server, waits=())) as connection, pytest.raises(VectorsUnreadable):
        opened(connection, full.names[:1])  # gone
    found = sizes(server, tmp_path, 2)
    assert (sum(found), max(found) <= 15, len(found)) == (100, True, 14)
    assert len(nearest(tmp_path, small, papers[3], 400)) == 100


def test_a_server_killed_in_mid_index_loses_nothing_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, papers = tmp_path / "index", many(300)
    with chroma(tmp_path / "data") as process:
        server = ChromaServer(process.url, waits=(0.1,))

        def die(progress: Progress) -> None:
            if progress.step == "embedding" and progress.done > 256:
                process.kill()

        with IndexWriter.open(folder, embedder=_SMALL, server=server) as writer, pytest.raises(ChromaFailed) as raised:
            writer.update("a", papers, progress=die)
        assert (raised.value.exit_code, "does not answer" in raised.value.message) == (5, True)
        with Index.open(folder, embedder=_SMALL, server=server) as index:
            assert (index.count(), index.pending()) == (300, 44)
            with pytest.raises(ChromaFailed, match="ASSISTANT_CHROMA_URL"):
                index.search_vectors(_SMALL.embed(["owls"])[0], 3)
        process.start()
        report = write(folder, server, *papers)
        assert (counts(report), report.embedded) == ({"unchanged": 300}, 0)
        assert sum(sizes(ChromaServer(process.url), folder)) == 300


def test_a_server_that_comes_back_in_mid_index_is_waited_for(tmp_path: Path) -> None:
    folder, papers = tmp_path / "index", many(300)
    with chroma(tmp_path / "data") as process:
        times: list[int] = []

        def restart(progress: Progress) -> None:
            if progress.step == "embedding" and progress.done > 256 and not times:
                times.append(progress.done)
                process.kill()
                process.start()

        with IndexWriter.open(folder, embedder=_SMALL, server=ChromaServer(process.url)) as writer:
            assert writer.update("a", papers, progress=restart).papers == 300
        assert (len(times), sum(sizes(ChromaServer(process.url), folder))) == (1, 300)


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
        with pytest.raises(IndexMismatch, match=r"a copy wrote.*doctor --repair"):
            act()
    assert rebuild(tmp_path / "one", server).embedded == 0
    assert nearest(tmp_path / "one", server, OWLS, 1) == ["Owls at Night"]
    assert nearest(tmp_path / "two", server, MICE, 1) == ["Of Mice"]  # what it wrote to was not taken away


@pytest.mark.parametrize("rows_alone", [True, False])
def test_what_the_server_lost_is_told_and_made_again_without_embedding(
    server: ChromaServer, process: ChromaProcess, tmp_path: Path, rows_alone: bool
) -> None:
    write(tmp_path, server, WHALES, OWLS)
    forget(process, tmp_path, rows_alone=rows_alone)
    with pytest.raises((IndexDamaged, IndexMismatch), match="doctor --repair") as raised:
        nearest(tmp_path, server, OWLS, 1)
    assert ("2 of 2 vectors are missing" in str(raised.value)) == rows_alone
    with IndexWriter.open(tmp_path, embedder=_SMALL, server=server) as writer:
        assert writer.examine()
        assert writer.rebuild(progress=quiet).embedded == 0
    assert nearest(tmp_path, server, OWLS, 1) == ["Owls at Night"]
