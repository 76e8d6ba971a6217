"""The login in a real browser: in, out, a session that is over; and that the policy keeps the browser at home."""

from collections.abc import Iterator
from pathlib import Path

import bcrypt
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.accounts import Accounts
from assistant.web.server.serving import Serving
from tests.making import OWLS
from tests.web.asking import Scripted, ask
from tests.web.served import served

_FOREIGN = "http://203.0.113.1/"  # what a test itself asks for, in vain


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    file = tmp_path / "accounts"
    file.write_text(f"ann:{bcrypt.hashpw(b'owls at night', bcrypt.gensalt(4)).decode()}")
    return file


@pytest.fixture
def door(accounts: Path, browser: Browser) -> Iterator[Page]:
    """A page that leads to the login."""
    with served(Scripted([OWLS]), serving=Serving(accounts=Accounts(accounts))) as url:
        context = browser.new_context(viewport={"width": 320, "height": 700})
        page = context.new_page()
        foreign: list[str] = []
        page.on("request", lambda r: None if r.url.startswith((url, _FOREIGN, "data:")) else foreign.append(r.url))
        page.goto(url)
        yield page
        context.close()
        assert foreign == []


def _log_in(page: Page, password: str) -> None:
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def test_a_reader_logs_in_asks_and_logs_out(door: Page) -> None:
    _log_in(door, "guess")
    expect(door.get_by_role("alert")).to_have_text("Name or password is wrong.")
    expect(door.get_by_label("Name")).to_have_value("ann")
    assert door.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    _log_in(door, "owls at night")
    expect(ask(door, "Who hunts?").locator(".answer")).to_contain_text("Answer 1:")
    assert door.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    door.get_by_role("button", name="Log out").click()
    expect(door.get_by_label("Password")).to_be_visible()
    door.go_back()
    expect(door.get_by_label("Password")).to_be_visible()


def test_a_session_that_is_over_leads_back_to_the_login(door: Page, accounts: Path) -> None:
    _log_in(door, "owls at night")
    door.locator("#account button").wait_for()
    accounts.write_text(accounts.read_text().replace("ann:", "bob:"))
    door.locator("#question textarea").fill("Who hunts?")
    door.keyboard.press("Enter")
    expect(door.get_by_label("Password")).to_be_visible()


def test_the_browser_itself_refuses_what_is_foreign(door: Page) -> None:
    _log_in(door, "owls at night")
    door.locator("#question textarea").wait_for()
    refused = door.evaluate(
        """(foreign) => new Promise((done) => {
            const seen = [];
            document.addEventListener("securitypolicyviolation", (event) => {
                seen.push(event.effectiveDirective);
                if (seen.length === 2) done(seen.sort());
            });
            new Image().src = `${foreign}x.png`;
            fetch(`${foreign}x`).catch(() => {});
        })""",
        _FOREIGN,
    )
    assert refused == ["connect-src", "img-src"]
