"""Without configuration nothing leaves the machine: the whole flow runs where reaching for a network is death."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import no_sockets
from tests.servers.scripted import ScriptedServer

_REPO = Path(__file__).resolve().parent.parent
_FORBID = "from tests.no_sockets import forbid; forbid();"
pytestmark = pytest.mark.skipif(not no_sockets.available(), reason="the kernel's filter is Linux's")


def run(code: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=_REPO,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


REACHES = {
    "TCP": "socket.socket().connect(('127.0.0.1', 9))",
    "TCP over IPv6": "socket.socket(socket.AF_INET6).connect(('::1', 9))",
    "UDP": "socket.socket(type=socket.SOCK_DGRAM)",
    "UDP over IPv6": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "a name": "socket.getaddrinfo('nowhere.invalid', 80)",
    "a thread": "import threading; threading.Thread(target=socket.socket().connect, args=[('127.0.0.1', 9)]).start()",
}


@pytest.mark.parametrize("way", REACHES)
def test_the_guard_ends_whoever_reaches_out_by(way: str) -> None:
    listens = "import socket; socket.create_server(('127.0.0.1', 0)); print('so far', flush=True)"
    done = run(f"{_FORBID} {listens}; {REACHES[way]}")
    assert (done.stdout, done.returncode) == ("so far\n", -signal.SIGSYS)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    file = tmp_path / "papers.jsonl"
    rows = [
        {"id": "1", "title": "Owls at Night", "abstract": "We study how owls hunt at night. The data holds 20 owls."},
        {"id": "2", "title": "Of Mice", "abstract": "Mice are small animals. They are hunted by owls at night."},
        {"id": "3", "title": "Whales", "abstract": "Whales sing under water. We record 345 of their songs."},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    return file


def test_index_ask_search_replay_and_rebuild_reach_nowhere_though_a_key_and_an_address_are_set(
    papers: Path, tmp_path: Path
) -> None:
    commands = (
        ["index", str(papers)],
        ["ask", "Which papers study owls?", "--record", str(tmp_path / "r.json")],
        ["ask", "How many songs of whales are recorded?", "--json"],
        ["search", "owls at night"],
        ["papers"],
        ["replay", str(tmp_path / "r.json")],
        ["index", "--rebuild"],
        ["remove", str(papers)],
    )
    code = f"{_FORBID} import json, sys; from assistant.cli import main;" + (
        "print(json.dumps([main(command) for command in json.loads(sys.argv[1])]), file=sys.stderr)"
    )
    with ScriptedServer() as server:
        done = run(
            code,
            json.dumps(commands),
            ASSISTANT_INDEX=str(tmp_path / "index"),
            OPENAI_API_KEY="hidden",
            OPENAI_BASE_URL=server.base_url,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == [0] * len(commands)
    assert server.requests == []
