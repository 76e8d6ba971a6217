"""Makes docs/page.png and docs/page-phone.png: the page over an index, as a reader sees it.

    python -m benchmarks.screenshots [INDEX]

Needs Debian's chromium, and the test extra for playwright.
"""

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from assistant.build import open_explored
from assistant.ingest import IndexStock
from assistant.settings import read_settings
from assistant.web.server.server import listen, make_server
from assistant.web.server.serving import Serving

_DOCS = Path(__file__).resolve().parent.parent / "docs"
_QUESTION = "Which papers address long-tailed classification?"
_FADES = 300  # milliseconds: a hover, and what could be asked next


def main(index: str | None) -> None:
    with _served(index) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _shoot(browser, address, _DOCS / "page.png", width=1280, height=800)
        _shoot(browser, address, _DOCS / "page-phone.png", width=390, height=844)
        browser.close()


@contextmanager
def _served(index: str | None) -> Iterator[str]:
    """The address of a page with all its views, which keeps nothing."""
    settings = read_settings(index=index)
    assistant, explorer = open_explored(settings)
    with listen("127.0.0.1", 0) as listening, TemporaryDirectory() as data:
        serving = Serving(data=Path(data))
        server = make_server(assistant, explorer=explorer, stock=IndexStock(settings), serving=serving)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()


def _shoot(browser: Browser, address: str, file: Path, *, width: int, height: int) -> None:
    """Asks, opens the second source, and keeps what is then on the screen."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(address)
    page.fill("#question textarea", _QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#next button")
    page.click("#turn-1:has(.foot) .chip[data-cite='2']")
    page.mouse.move(0, 0)
    page.wait_for_timeout(_FADES)
    page.screenshot(path=file)
    page.close()
    print(file)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
