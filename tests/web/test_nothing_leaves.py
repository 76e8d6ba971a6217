"""The page, served by a process for which reaching for a network is death: it answers, and it lives."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import no_sockets
from tests.web.asking import ask

_REPO = Path(__file__).resolve().parent.parent.parent
_SERVE = """
import sys
from tests.no_sockets import forbid
forbid()
from assistant.cli import main
main(["serve", "--port", "0", "--index", sys.argv[1]])
"""


@pytest.mark.skipif(not no_sockets.available(), reason="the kernel's filter is Linux's")
def test_without_configuration_the_page_reaches_nowhere(visit: Callable[..., Page], sample_index: Path) -> None:
    environment = {**os.environ, "OPENAI_API_KEY": "hidden", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    command = [sys.executable, "-c", _SERVE, str(sample_index)]
    with subprocess.Popen(command, cwd=_REPO, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            told = next(line for line in process.stderr if "http://" in line)
            page = visit(f"{told.split()[3]}/")
            turn = ask(page, "Which papers study neural collapse?")
            expect(turn.locator(".answer")).to_contain_text("Perturbation Analysis of Neural Collapse")
            assert process.poll() is None
        finally:
            process.terminate()
