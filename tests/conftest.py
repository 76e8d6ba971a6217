"""What all tests share: settings of Hypothesis, a closed network, an empty environment, the sample's index."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

expect.set_options(timeout=20_000)  # a machine with two cores and other things to do

_REPO = Path(__file__).resolve().parent.parent
_CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


def _only_this_machine(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: no test reaches past the loopback, by accident or by a library that calls home."""
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = str(args[1][0])
        if host != "localhost" and not ip_address(host.partition("%")[0]).is_loopback:
            raise RuntimeError(f"a test tried to connect to {host}")
    if event == "socket.getaddrinfo" and str(args[0]).endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")  # as it is (RFC 2606), without asking


sys.addaudithook(_only_this_machine)


@pytest.fixture(autouse=True, scope="session")
def _empty_environment() -> None:
    """No setting of whoever runs the tests decides what they see."""
    for name in [name for name in os.environ if name.startswith(("ASSISTANT_", "OPENAI_"))]:
        del os.environ[name]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring data beside the checkout; tests that use it are skipped where it is absent."""
    folder = _REPO.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the measuring data (../shared) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Makes a folder once for all processes of a run: the first that asks for it makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / name
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                make(shared / f"{name}-unfinished")
                (shared / f"{name}-unfinished").rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def unread_index(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The sample, indexed once with the real embedding model. To be copied: Chroma writes where it reads, and a copy
    made meanwhile could be half of it."""
    from assistant.build import SAMPLE, build_index
    from assistant.settings import Settings

    return made_once("unread", lambda path: build_index([SAMPLE], Settings(index=path), progress=lambda _: None))


@pytest.fixture(scope="session")
def sample_index(made_once: Callable[[str, Callable[[Path], object]], Path], unread_index: Path) -> Path:
    """The same for reading; `own_index` is a copy to change."""
    return made_once("sample", lambda path: shutil.copytree(unread_index, path))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        assert not os.environ.get("CI"), "the browser tests need Debian's chromium"
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def own_index(unread_index: Path, tmp_path: Path) -> Path:
    """A copy of the sample's index that a test may change."""
    return shutil.copytree(unread_index, tmp_path / "index")
