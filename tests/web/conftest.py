"""A real server on a free port of this machine, for the real browser of tests/conftest.py."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from assistant import open_assistant
from assistant.build import open_explored
from assistant.settings import Settings
from assistant.web import Asker
from tests.web.served import served

Serve = Callable[[Asker], str]


@pytest.fixture(scope="session")
def address(sample_index: Path) -> Iterator[str]:
    """The page over the sample."""
    with served(open_assistant(str(sample_index))) as url:
        yield url


@pytest.fixture(scope="session")
def explored(sample_index: Path) -> Iterator[str]:
    """The page over the sample, with its papers to look around in and to ask within."""
    assistant, explorer = open_explored(Settings(index=sample_index))
    with served(assistant, explorer=explorer) as url:
        yield url


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves a page over any assistant; gives its address."""
    running = []

    def start(assistant: Asker) -> str:
        running.append(served(assistant))
        return running[-1].__enter__()

    yield start
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture
def visit(browser: Browser, serve: Serve) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own; at the end nothing foreign was asked for and nothing failed in it.

    Uses `serve` only to be closed before its servers are.
    """
    seen: list[str] = []
    contexts = []

    def visit(url: str, *, width: int = 1280, height: int = 800) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        page = contexts[-1].new_page()
        page.on("request", lambda r: None if r.url.startswith((url, "data:", "blob:")) else seen.append(r.url))
        page.on("console", lambda m: seen.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        page.goto(url)
        page.locator("#question textarea").wait_for()
        return page

    yield visit
    for context in contexts:
        context.close()
    assert seen == []
