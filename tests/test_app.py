"""`python app.py`, which is what `make app` runs, as a process."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

_APP = Path(__file__).resolve().parent.parent / "app.py"
_COMMAND = [sys.executable, str(_APP)]


def _environment(folder: Path) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    places = {"ASSISTANT_INDEX": folder / "index", "ASSISTANT_DATA": folder / "data", "ASSISTANT_PORT": port}
    settings = {name: str(value) for name, value in places.items()}
    return {**os.environ, **settings, "PYTHONPATH": str(_APP.parent)}


def test_what_is_named_is_indexed_and_then_served(tmp_path: Path) -> None:
    papers = tmp_path / "papers.jsonl"
    papers.write_text(json.dumps({"id": "1", "title": "Neural collapse", "abstract": "We study neural collapse."}))
    command = [*_COMMAND, str(papers)]
    with subprocess.Popen(command, env=_environment(tmp_path), stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            told = next(line for line in process.stderr if "http://" in line)
            with urlopen(f"{told.split()[3]}/healthz") as answer:
                assert json.load(answer)["papers"] == 1
        finally:
            process.terminate()


def test_nothing_is_served_where_nothing_could_be_indexed(tmp_path: Path) -> None:
    command = [*_COMMAND, str(tmp_path / "missing.jsonl")]
    done = subprocess.run(command, env=_environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert (done.returncode, "http://" in done.stderr) == (1, False)
