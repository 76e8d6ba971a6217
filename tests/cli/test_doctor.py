"""`assistant doctor` where the settings are at fault and not the index: a real Chroma server, a port that is closed."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import build
from assistant.cli import main
from assistant.settings import Settings
from tests.index.making import quiet
from tests.servers.chroma import chroma

_URL, _TOKEN = "ASSISTANT_CHROMA_URL", "ASSISTANT_CHROMA_TOKEN"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma(tmp_path_factory.mktemp("chroma")) as started:
        yield started.url


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nobody listens; bound, so that nobody else begins to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


def _index(folder: Path, url: str | None) -> Path:
    papers = folder / "owls.jsonl"
    papers.write_text('{"id": "1", "title": "Owls at Night", "abstract": "Owls hunt at night."}')
    build.build_index([papers], Settings(index=folder / "index", chroma_url=url), progress=quiet)
    return folder / "index"


def _examined(index: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = main(["doctor", *options, "--index", str(index)])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("on_server", [True, False], ids=["vectors on a server", "vectors in the folder"])
@pytest.mark.parametrize("options", [(), ("--repair",)], ids=["looking", "repairing"])
def test_a_server_that_does_not_answer_is_no_damage(
    server: str,
    nobody: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    on_server: bool,
    options: tuple[str, ...],
) -> None:
    index = _index(tmp_path, server if on_server else None)
    monkeypatch.setenv(_URL, nobody)
    monkeypatch.setenv(_TOKEN, "hidden-token")
    code, err = _examined(index, capsys, *options)
    assert code == 5
    assert f"the Chroma server at {nobody} does not answer" in err and "See that it runs" in err
    assert "damaged" not in err and "hidden" not in err


def test_vectors_that_are_not_where_the_settings_say_are_no_damage(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = _index(tmp_path, server)
    code, err = _examined(index, capsys)
    assert (code, "damaged" in err) == (4, False)
    assert f"{_URL} is not set. Set it to the address of the server" in err
    monkeypatch.setenv(_URL, server)
    assert _examined(index, capsys) == (0, f"the index in {index} is whole\n")


def test_a_server_that_has_other_vectors_is_named_and_the_repair_takes_them_there(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = _index(tmp_path, server)
    with chroma(tmp_path / "other") as other:
        monkeypatch.setenv(_URL, other.url)
        code, err = _examined(index, capsys)
        assert (code, "damaged" in err) == (4, False)
        assert f"{other.url} does not have the vectors" in err and "If it is another server than before" in err
        code, err = _examined(index, capsys, "--repair")
        assert (code, "0 pieces had to be embedded again" in err) == (0, True)
        assert _examined(index, capsys)[0] == 0
