"""An index of two listings, the first of which is indexed; and the command line over it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.build import build_index
from assistant.cli import main
from assistant.settings import Settings
from tests.watching import listings

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def both(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A folder of both listings, an index of the first, and one of both."""

    def make(folder: Path) -> None:
        folder.mkdir()
        first, second = listings.write(folder)
        build_index([first], Settings(index=folder / "one"), progress=lambda _: None)
        shutil.copytree(folder / "one", folder / "two")
        build_index([second], Settings(index=folder / "two"), progress=lambda _: None)

    return made_once("watched", make)


@pytest.fixture
def index(both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index of the first listing. `arrive` adds the second."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("ASSISTANT_MAIL_FROM", "Papers <papers@example.org>")
    return shutil.copytree(both / "one", tmp_path / "index")


@pytest.fixture
def arrive(both: Path, index: Path) -> Callable[[], None]:
    def arrive() -> None:
        shutil.rmtree(index)
        shutil.copytree(both / "two", index)

    return arrive


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], index: Path) -> Run:
    """Runs a command; gives its exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return (code, *capsys.readouterr())

    return run
