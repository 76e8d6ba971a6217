"""Pages with their view of the papers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import open_explored
from assistant.settings import Settings
from tests.web.papers.looking import small_index
from tests.web.served import served


@pytest.fixture(scope="session")
def animals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page over the small index; for reading."""
    assistant, explorer = open_explored(small_index(tmp_path_factory.mktemp("animals")))
    with served(assistant, explorer=explorer) as url:
        yield url


@pytest.fixture(scope="session")
def sample(sample_index: Path) -> Iterator[str]:
    """The address of a page over the sample, with its papers."""
    assistant, explorer = open_explored(Settings(index=sample_index))
    with served(assistant, explorer=explorer) as url:
        yield url
