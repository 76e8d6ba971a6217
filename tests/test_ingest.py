"""Adding and removing while another process rebuilds the index with another embedding model: real stores, real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import build
from assistant.errors import IndexMismatch
from assistant.index import embedder_of
from assistant.ingest import IndexStock
from assistant.settings import Secret, Settings
from tests.index.making import quiet
from tests.servers.scripted import Raw, Request, ScriptedServer, vectors

_OWLS = '{"id": "1", "title": "Owls", "abstract": "Owls hunt at night in the wood."}'
_MICE = '{"id": "2", "title": "Mice", "abstract": "Mice are counted from their squeaks."}'


def _embedded(request: Request) -> Raw:
    return vectors([[float(len(text)), 1.0] for text in request.body["input"]])


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(answers=_embedded) as server:
        yield server


@pytest.fixture
def remote(tmp_path: Path, server: ScriptedServer) -> Settings:
    return Settings(tmp_path / "index", embed_model="a", base_url=server.base_url, key=Secret("hidden"))


def _index(settings: Settings, *, rebuild: bool = False) -> None:
    papers = settings.index.with_name("owls.jsonl")
    papers.write_text(_OWLS)
    build.build_index([papers], settings, rebuild=rebuild, progress=quiet)


def _add(stock: IndexStock, folder: Path) -> int:
    papers = folder / "mice.jsonl"
    papers.write_text(_MICE)
    return stock.add("mice", papers, progress=quiet).new


@pytest.mark.parametrize("other", ["b", None], ids=["one at the same address", "the one that ships"])
def test_what_is_added_is_found_with_the_model_that_the_index_has_now(
    remote: Settings, other: str | None, tmp_path: Path
) -> None:
    _index(remote)
    stock, now = IndexStock(remote), replace(remote, embed_model=other)
    _index(now, rebuild=True)
    assert _add(stock, tmp_path) == 1
    assert {paper.paper.title for paper in build.open_assistant(now).search("squeaks of mice", 2)} == {"Owls", "Mice"}
    assert stock.remove("mice", progress=quiet).papers == 1


def test_a_reader_from_before_the_swap_goes_on_while_papers_are_added(remote: Settings, tmp_path: Path) -> None:
    _index(remote)
    papers = build.open_assistant(remote)
    _index(replace(remote, embed_model="b"), rebuild=True)
    _add(IndexStock(remote), tmp_path)
    assert "Owls hunt at night" in papers.ask("Which papers study owls?").text


def test_a_model_that_is_not_configured_is_not_called_and_the_error_names_it(
    remote: Settings, server: ScriptedServer, tmp_path: Path
) -> None:
    own = replace(remote, embed_model=None)
    _index(own)
    stock = IndexStock(own)
    _index(remote, rebuild=True)
    called = len(server.requests)
    with pytest.raises(IndexMismatch, match="rebuilt with the embedding model openai:a@") as refused:
        _add(stock, tmp_path)
    assert "ASSISTANT_EMBED_MODEL" in refused.value.hint
    assert len(server.requests) == called


def test_a_model_at_another_address_is_not_asked_for_at_this_one(
    remote: Settings, server: ScriptedServer, tmp_path: Path
) -> None:
    _index(remote)
    with ScriptedServer(answers=_embedded) as elsewhere:
        _index(replace(remote, base_url=elsewhere.base_url, embed_model="b"), rebuild=True)
    called = len(server.requests)
    with pytest.raises(IndexMismatch, match="openai:b@"):
        _add(IndexStock(remote), tmp_path)
    assert len(server.requests) == called


def test_where_there_is_no_index_yet_the_configured_model_makes_it(remote: Settings, tmp_path: Path) -> None:
    assert _add(IndexStock(remote), tmp_path) == 1
    assert (embedder_of(remote.index) or "").startswith("openai:a@")
