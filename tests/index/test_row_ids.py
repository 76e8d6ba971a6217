"""Papers with ids longer than Chroma's cloud takes: a real Chroma server behind a proxy that holds to its limits."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.index import ChromaServer, Index, IndexWriter
from assistant.index.layout import Layout
from assistant.types import Filters, Record
from tests.fakes import HashedWords
from tests.index.making import CRANES, MICE, OWLS, quiet
from tests.servers.chroma import ChromaProcess, Limits, chroma, limited

_EMBEDDER = HashedWords()
_LONG = "https://example.org/" + "a/very/long/path/" * 10
_ALIKE = [replace(OWLS, given_id=f"{_LONG}owls"), replace(MICE, given_id=f"{_LONG}mice")]  # but for their ends
_ALL = [*_ALIKE, replace(CRANES, source=OWLS.source)]


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    with chroma(tmp_path_factory.mktemp("chroma")) as started:
        yield started


@pytest.fixture
def cloud(process: ChromaProcess) -> Iterator[ChromaServer]:
    limits = Limits()
    with limited(process, limits) as url:
        yield ChromaServer(url, waits=())
    assert limits.refused == []


def _write(folder: Path, server: ChromaServer, *records: Record, rebuild: bool = False) -> None:
    with IndexWriter.open(folder, embedder=_EMBEDDER, server=server) as writer:
        if rebuild:
            writer.rebuild(progress=quiet)
        else:
            writer.update("a", records, progress=quiet)


def _examined(folder: Path, server: ChromaServer) -> object:
    with IndexWriter.open(folder, embedder=_EMBEDDER, server=server) as writer:
        return writer.examine()


def _found(index: Index, record: Record) -> list[str]:
    (vector,) = _EMBEDDER.embed([f"{record.title}\n{record.abstract}"])
    return [hit.chunk.paper.title for hit in index.search_vectors(vector, 5)]


def test_papers_with_long_ids_are_found_changed_and_taken_out(cloud: ChromaServer, tmp_path: Path) -> None:
    _write(tmp_path, cloud, *_ALL)
    assert _examined(tmp_path, cloud) is None
    with Index.open(tmp_path, embedder=_EMBEDDER, server=cloud) as index:
        assert [_found(index, record)[0] for record in _ALL] == [record.title for record in _ALL]
        owls = next(paper.id for paper in index.list_papers() if paper.title == OWLS.title)
        assert len(owls) > 128 and index.centres([owls]).keys() == {owls}
        hits = index.search_vectors(_EMBEDDER.embed(["owls"])[0], 5, within={owls})
        assert [hit.chunk.paper.id for hit in hits] == [owls]
        assert len(index.vectors(hits)) == len(hits)
        assert index.select(Filters(papers=(owls,))).ids == {owls}
    changed = replace(_ALIKE[0], abstract="Owls sleep by day.")
    _write(tmp_path, cloud, changed)
    assert _examined(tmp_path, cloud) is None
    with Index.open(tmp_path, embedder=_EMBEDDER, server=cloud) as index:
        assert _found(index, changed) == [OWLS.title]


def test_a_reader_that_is_open_finds_a_long_id_that_came_since(cloud: ChromaServer, tmp_path: Path) -> None:
    _write(tmp_path, cloud, _ALIKE[0])
    with Index.open(tmp_path, embedder=_EMBEDDER, server=cloud) as index:
        assert _found(index, _ALIKE[0]) == [OWLS.title]
        _write(tmp_path, cloud, *_ALIKE)
        index.refresh()
        assert _found(index, _ALIKE[1])[0] == MICE.title


def test_collections_of_an_earlier_version_are_read_and_written_as_before_and_rebuilt_with_short_ids(
    process: ChromaProcess, tmp_path: Path
) -> None:
    own = ChromaServer(process.url, waits=())
    _write(tmp_path, own, CRANES)
    place = Layout(tmp_path).chroma(1) / "server.json"
    place.write_text(json.dumps({key: told for key, told in json.loads(place.read_text()).items() if key != "short"}))
    _write(tmp_path, own, *_ALIKE)
    assert json.loads(place.read_text())["short"] is False
    assert _examined(tmp_path, own) is None
    _write(tmp_path, own, rebuild=True)
    assert json.loads((Layout(tmp_path).chroma(2) / "server.json").read_text())["short"] is True
    assert _examined(tmp_path, own) is None
    with Index.open(tmp_path, embedder=_EMBEDDER, server=own) as index:
        assert [_found(index, record)[0] for record in _ALIKE] == [OWLS.title, MICE.title]
