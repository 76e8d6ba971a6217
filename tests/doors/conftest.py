"""The page's server over the sample, as any program finds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import open_assistant
from assistant.answering import Assistant
from assistant.build import open_explored
from assistant.settings import Settings
from tests.web.served import served


@pytest.fixture(scope="session")
def engine(sample_index: Path) -> Assistant:
    return open_assistant(str(sample_index))


@pytest.fixture(scope="session")
def doors(sample_index: Path) -> Iterator[str]:
    """The address of a server that is open to this machine."""
    assistant, explorer = open_explored(Settings(index=sample_index))
    with served(assistant, explorer=explorer) as url:
        yield url
