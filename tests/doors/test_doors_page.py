"""The examples of docs/doors.md do what they say, as they stand but for the address and the folder."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

_PAGE = (Path(__file__).resolve().parents[2] / "docs/doors.md").read_text(encoding="utf-8")
_PYTHON = re.findall(r"```python\n(.*?)```", _PAGE, re.S)
_CURL = re.findall(r"^    (curl (?:.|\\\n)*?[^\\])$", _PAGE, re.M)


@pytest.mark.parametrize("code", _PYTHON)
def test_an_example_in_python_runs(code: str, doors: str, own_index: Path) -> None:
    placed = code.replace("http://127.0.0.1:7860/", doors).replace("my-papers", str(own_index))
    exec(compile(placed, "docs/doors.md", "exec"), {})


@pytest.mark.parametrize("line", [line for line in _CURL if "sources" not in line])
def test_an_example_with_curl_runs(line: str, doors: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    words = shlex.split(line.replace("\\\n", " ").replace("http://127.0.0.1:7860/", doors))
    told = subprocess.run([*words, "--silent", "--fail"], capture_output=True, check=True).stdout
    assert "error" not in json.loads(told)


def test_the_page_has_examples_of_both_kinds() -> None:
    assert (len(_PYTHON), len(_CURL)) == (3, 4)
