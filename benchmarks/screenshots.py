"""Makes docs/page.png and docs/page-phone.png: the page over an index, as a reader sees it.

    python benchmarks/screenshots.py [INDEX]

Needs Debian's chromium, and the test extra for playwright.
"""

import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from assistant import open_assistant
from assistant.web.server import listen, make_server

_DOCS = Path(__file__).resolve().parent.parent / "docs"
_QUESTION = "Which papers address long-tailed classification?"


def main(index: str | None) -> None:
    listening = listen("127.0.0.1", 0)
    server = make_server(open_assistant(index))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            _shoot(browser, address, _DOCS / "page.png", width=1280, height=800)
            _shoot(browser, address, _DOCS / "page-phone.png", width=390, height=844)
            browser.close()
    finally:
        server.should_exit = True
        thread.join()


def _shoot(browser: Browser, address: str, file: Path, *, width: int, height: int) -> None:
    """Asks, opens the second source, and keeps what is then on the screen."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(address)
    page.fill("#question textarea", _QUESTION)
    page.press("#question textarea", "Enter")
    page.click("#turn-1:has(.foot) .chip[data-cite='2']")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)  # the hover fades
    page.screenshot(path=file)
    page.close()
    print(file)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
