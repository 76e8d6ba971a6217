"""The examples of docs/doors.md do what they say, as they stand but for the address and the folder."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from anyio import to_thread

from assistant.cli import make_parser
from tests.doors.agents import in_thread

_REPO = Path(__file__).resolve().parents[2]
_README, _PAGE = ((_REPO / name).read_text(encoding="utf-8") for name in ("README.md", "docs/doors.md"))
_PYTHON = re.findall(r"```python\n(.*?)```", _PAGE, re.S)
_CURL = re.findall(r"^    (curl (?:.|\\\n)*?[^\\])$", _PAGE, re.M)


@pytest.mark.parametrize("code", _PYTHON)
def test_an_example_in_python_runs(code: str, doors: str, own_index: Path) -> None:
    placed = code.replace("http://127.0.0.1:7860/", doors).replace("my-papers", str(own_index))
    in_thread(_run, placed)


async def _run(code: str) -> None:
    await to_thread.run_sync(exec, compile(code, "docs/doors.md", "exec"), {})


def test_the_lines_for_agents_start_the_command() -> None:
    lines = re.findall(r'^    (\{"(?:mcpServers|servers)".*\})$', _PAGE + _README, re.M)
    assert len(lines) == 4
    for servers in (next(iter(json.loads(line).values())) for line in lines):
        (server,) = servers.values()
        if "args" in server:
            assert make_parser().parse_args(server["args"]).command.__name__ == "mcp"
        else:
            assert server == {"type": "http", "url": "http://127.0.0.1:7860/mcp"}


@pytest.mark.parametrize("line", [line for line in _CURL if "sources" not in line])
def test_an_example_with_curl_runs(line: str, doors: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    words = shlex.split(line.replace("\\\n", " ").replace("http://127.0.0.1:7860/", doors))
    told = subprocess.run([*words, "--silent", "--fail"], capture_output=True, check=True).stdout
    assert "error" not in json.loads(told)


def test_the_page_has_examples_of_both_kinds() -> None:
    assert (len(_PYTHON), len(_CURL)) == (5, 4)
