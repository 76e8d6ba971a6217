"""What all tests share: settings of Hypothesis, a closed network, an empty environment, the sample's index."""

import os
import shutil
import socket
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_REPO = Path(__file__).resolve().parent.parent


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
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, indexed once with the real embedding model. For reading; `own_index` is a copy to change."""
    from assistant.build import SAMPLE, build_index
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("sample") / "index"
    build_index([SAMPLE], Settings(index=folder), progress=lambda _: None)
    return folder


@pytest.fixture
def own_index(sample_index: Path, tmp_path: Path) -> Path:
    """A copy of the sample's index that a test may change."""
    return shutil.copytree(sample_index, tmp_path / "index")
