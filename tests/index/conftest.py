"""One small index, built once; a test that changes it gets a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index import Index
from tests.fakes import HashedWords
from tests.index.making import CRANES, MICE, OWLS, WHALES, write


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    write(folder, ("a.jsonl", [WHALES, OWLS, MICE]), ("b.jsonl", [CRANES]))
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "index"))


@pytest.fixture
def index(built: Path) -> Iterator[Index]:
    with Index.open(built, embedder=HashedWords()) as opened:
        yield opened
