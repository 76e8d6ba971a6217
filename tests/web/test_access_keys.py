"""The page without a mouse: a walk through all of it, by keys alone. The focus is never lost, and always to be seen."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.build import open_explored
from assistant.keeping import Conversations
from tests.making import MICE, OWLS
from tests.web.asking import Scripted, ask, shown_card
from tests.web.conftest import Serve
from tests.web.papers.looking import small_index
from tests.web.served import served

Visit = Callable[..., Page]
_FAR = 60  # steps of the Tab key to anywhere
_SEEN = """() => {
    const it = document.activeElement;
    if (it === document.body) return "nothing";
    const { outlineStyle, outlineWidth } = getComputedStyle(it);
    const ringed = (each) => each && getComputedStyle(each).boxShadow !== "none";
    const drop = it.closest(".drop");
    if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return "";
    if (it.matches("input, textarea, select") && (ringed(it) || ringed(it.closest("#composer")) || drop)) return "";
    return it.outerHTML.slice(0, 120);
}"""


@pytest.fixture(scope="module")
def animals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page over five papers, which the walk changes."""
    folder = tmp_path_factory.mktemp("animals")
    assistant, explorer = open_explored(small_index(folder))
    kept = Conversations(None, clock=lambda: 0.0)
    with closing(kept), served(assistant, kept=kept, explorer=explorer) as url:
        yield url


def _go(page: Page, to: Locator) -> None:
    """Tab by Tab to `to`, which is there; every stop on the way can be seen."""
    expect(to).to_be_visible()
    for _ in range(_FAR):
        if to.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(_SEEN) in ("", "nothing")  # nothing: round the end, where a browser has its own
    raise AssertionError(f"no key leads to {to}")


def _press(page: Page, to: Locator) -> None:
    _go(page, to)
    page.keyboard.press("Enter")


def test_all_can_be_done_by_keys(visit: Visit, animals: str) -> None:
    page = visit(animals)
    box, turn = page.locator("#question textarea"), page.locator("#turn-1")
    expect(box).to_be_focused()
    page.keyboard.type("Which papers study owls or mice?")
    page.keyboard.press("Enter")
    expect(turn.locator(".foot")).to_be_visible(timeout=30_000)

    _press(page, turn.locator(".chip").first)  # open a citation, and close it
    expect(shown_card(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(turn.locator(".chip").first).to_be_focused()
    _press(page, turn.locator('[data-sort="date"]'))  # sort the list
    expect(turn.locator("th.by-date")).to_have_attribute("aria-sort", "descending")
    expect(turn.locator('[data-sort="date"]')).to_be_focused()

    _press(page, page.locator('#nav [data-go="papers"]'))  # open a paper, look at it, go back
    _press(page, page.locator('.row-title[href="#papers/paper/o"]'))
    expect(page.locator("#paper h2")).to_be_focused()
    _press(page, page.locator(".paper-back"))
    expect(page.locator('.row-title[href="#papers/paper/o"]')).to_be_focused()
    page.keyboard.press("Enter")
    _press(page, page.locator(".paper-ask"))  # ask about it
    expect(box).to_be_focused()
    expect(page.locator(".scope-chip")).to_have_text("Owls at Night×")
    _press(page, page.locator(".scope-chip"))  # and about all of them again
    expect(page.locator(".scope-chip")).to_have_count(0)
    expect(box).to_be_focused()

    _press(page, page.locator('#nav [data-go="history"]'))  # open a conversation
    _press(page, page.locator("#threads [data-open]").first)
    expect(turn.locator(".question")).to_be_visible()
    expect(box).to_be_focused()
    _press(page, page.locator('#nav [data-go="history"]'))  # and delete it
    _press(page, page.locator("#threads [data-delete]").first)
    _press(page, page.locator("#delete-dialog .yes"))
    expect(page.locator("#threads .thread")).to_have_count(0)
    expect(page.locator("#find input, #find textarea")).to_be_focused()


def test_whoever_asks_by_a_button_can_type_on(visit: Visit, address: str) -> None:
    page = visit(address)
    _press(page, page.locator(".example").first)
    expect(page.locator("#turn-1 .foot")).to_be_visible(timeout=30_000)
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("And when?")
    _press(page, page.locator("#send"))
    expect(page.locator("#turn-2 .foot")).to_be_visible(timeout=30_000)
    expect(page.locator("#question textarea")).to_be_focused()


def test_the_panel_of_what_is_searched_opens_and_closes_by_keys(visit: Visit, animals: str) -> None:
    page = visit(animals)
    _press(page, page.locator(".scope-open"))
    expect(page.locator(".scope-panel input").first).to_be_focused()
    _go(page, page.locator(".scope-panel input[value='cs.CV']"))
    page.keyboard.press("Space")
    expect(page.locator(".scope-chip")).to_have_text("cs.CV×")
    page.keyboard.press("Escape")
    expect(page.locator("#scope-panel")).to_be_hidden()
    expect(page.locator(".scope-open")).to_be_focused()


def test_the_focus_is_left_alone_where_the_mouse_asks(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator(".example").first.click()
    expect(page.locator("#turn-1 .foot")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(600)  # nothing is to come; a phone would bring up its keyboard
    expect(page.locator("#question textarea")).not_to_be_focused()


def test_a_screen_reader_hears_that_an_answer_is_made_and_done(visit: Visit, serve: Serve) -> None:
    go_on = threading.Event()
    page = visit(serve(Scripted([OWLS, MICE], wait=go_on)))
    heard = page.locator("#said[role=status]")
    expect(heard).to_have_text("")
    page.evaluate("""() => {
        window.heard = [];
        const said = document.querySelector("#said");
        new MutationObserver(() => window.heard.push(said.textContent)).observe(said, { childList: true });
    }""")
    page.locator("#question textarea").fill("Who hunts?")
    page.keyboard.press("Enter")
    expect(heard).to_have_text("Looking for an answer.")
    go_on.set()
    expect(heard).to_have_text("Answered, with 2 sources.")
    assert page.evaluate("window.heard") == ["Looking for an answer.", "Answered, with 2 sources."]


def test_everything_that_can_be_used_has_a_name(visit: Visit, animals: str) -> None:
    page = visit(animals)
    ask(page, "Which papers study owls?")
    for view in ("ask", "papers", "history"):
        page.locator(f'#nav [data-go="{view}"]').click()
        page.wait_for_timeout(300)
        tree = page.locator("body").aria_snapshot()
        nameless = [
            line.strip()
            for line in tree.splitlines()
            if line.strip().lstrip("- ").split(":")[0] in ("button", "link", "textbox", "checkbox", "combobox")
        ]
        assert nameless == []
