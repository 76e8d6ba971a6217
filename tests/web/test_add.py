"""The Add view in a real browser."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from assistant import open_assistant
from assistant.ingest import IndexStock
from assistant.settings import Settings
from assistant.web import Asker
from assistant.web.add.stock import Stock
from assistant.web.server.serving import Serving
from tests.making import OWLS
from tests.web.asking import Scripted, ask
from tests.web.served import served
from tests.web.stocked import Down, MemoryStock

Visit = Callable[..., Page]
Over = Callable[[Asker, Stock], str]
_FIRST = "Owls at Night in the City\nWe study how owls hunt at night in cities. Our sensors record 345 flights.\n"
_SECOND = "Counting Mice by Sound\nWe count mice from their squeaks. A small network hears most of them in barns.\n"
_WAIT = 30_000  # milliseconds


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Over]:
    """Serves a page that takes papers into a stock; gives the address of its Add view."""
    with ExitStack() as running:

        def over(assistant: Asker, stock: Stock) -> str:
            serving = Serving(data=tmp_path / "data", upload=100_000)
            return running.enter_context(served(assistant, stock=stock, serving=serving))

        yield over


def _open(visit: Visit, url: str, **size: int) -> Page:
    page = visit(url, **size)
    page.get_by_role("link", name="Add", exact=True).click()
    expect(page.locator("#add-sources .stocked")).to_be_visible()
    return page


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def _choose(page: Page, *files: FilePayload) -> None:
    page.locator(".drop .files").set_input_files(list(files))


def _job(page: Page, number: int, state: str = "done") -> Locator:
    job = page.locator(f"#job-{number}.{state}")
    expect(job).to_be_visible(timeout=_WAIT)
    return job


def _counts(job: Locator) -> list[str]:
    return job.locator(".counts li").all_inner_texts()


def _sources(page: Page) -> list[str]:
    return page.locator(".stocked li").all_inner_texts()


def test_papers_are_added_asked_about_replaced_and_removed_without_a_restart(
    over: Over, visit: Visit, own_index: Path
) -> None:
    page = _open(visit, over(open_assistant(str(own_index)), IndexStock(Settings(index=own_index))))
    expect(page.locator("#title")).to_contain_text("278 papers")
    _choose(page, _file("owls.txt", _FIRST + _SECOND + "Foxes\n"))
    job = _job(page, 1)
    assert _counts(job) == ["2 new", "1 not taken"]
    expect(job.locator("tbody tr")).to_have_text(
        ['5no abstract follows the title "Foxes"; put it on the next line, or delete the title']
    )
    expect(page.locator("#title")).to_contain_text("280 papers")

    page.get_by_role("link", name="Ask", exact=True).click()
    expect(ask(page, "Which papers study owls in cities?").locator(".answer")).to_contain_text(
        "Owls at Night in the City"
    )

    page.get_by_role("link", name="Add", exact=True).click()
    _choose(page, _file("owls.txt", _FIRST))
    assert _counts(_job(page, 2)) == ["1 unchanged", "1 gone"]

    page.get_by_role("button", name="Remove owls.txt").click()
    expect(page.locator("dialog.sure .what")).to_have_text(
        "owls.txt. Its paper goes, unless another source lists it too."
    )
    page.keyboard.press("Escape")
    expect(page.locator("dialog.sure")).not_to_be_visible()
    page.get_by_role("button", name="Remove owls.txt").click()
    page.get_by_role("button", name="Remove it").click()
    assert _counts(_job(page, 3)) == ["1 gone"]
    expect(page.locator("#title")).to_contain_text("278 papers")
    assert [source.split()[0] for source in _sources(page)] == ["sample-listing.txt"]


def test_questions_are_answered_while_papers_are_taken_in(over: Over, visit: Visit) -> None:
    held = threading.Event()
    page = _open(visit, over(Scripted([OWLS]), MemoryStock(held=held)))
    _choose(page, _file("a.txt", "owls"), _file("b.txt", "mice"))
    expect(_job(page, 1, "working").locator("progress")).to_be_visible()
    expect(_job(page, 2, "waiting")).to_contain_text("Waits for its turn.")
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(ask(page, "Who hunts?").locator(".answer")).to_contain_text("Answer 1:")
    held.set()
    page.get_by_role("link", name="Add", exact=True).click()
    assert _counts(_job(page, 2)) == ["1 new"]


def test_a_file_that_is_sent_while_the_view_is_drawn_is_shown_all_the_same(over: Over, visit: Visit) -> None:
    stock = MemoryStock()
    page = _open(visit, over(Scripted([OWLS]), stock))
    page.get_by_role("link", name="Ask", exact=True).click()
    stock.pause = 2.0
    stock.looked.clear()
    page.get_by_role("link", name="Add", exact=True).click()
    assert stock.looked.wait(10)
    _choose(page, _file("a.txt", "owls"))
    assert _counts(_job(page, 1)) == ["1 new"]


def test_text_is_pasted_under_a_name_or_the_next_free_one_and_in_a_form_that_can_be_named(
    over: Over, visit: Visit
) -> None:
    stock = MemoryStock()
    page = _open(visit, over(Scripted([OWLS]), stock))
    page.get_by_text("Paste text instead").click()
    add = page.get_by_role("button", name="Add this text")
    add.click()
    expect(page.locator(".sending")).to_have_text("There is no text to add. Paste some first.")
    words = page.get_by_label("Text of a listing, or JSONL")
    words.fill("owls\nmice")
    add.click()
    expect(words).to_have_value("")
    _job(page, 1)
    words.fill("cranes")
    page.locator(".paste .name").fill("birds")
    page.get_by_label("Form", exact=True).select_option("titles and abstracts in turn")
    add.click()
    _job(page, 2)
    assert [" ".join(text.split()) for text in _sources(page)] == ["pasted 1 2 papers Remove", "birds 1 paper Remove"]
    assert stock.forms == [None, "listing"]


def test_a_file_that_is_too_large_is_told_and_the_others_go_in(over: Over, visit: Visit) -> None:
    page = _open(visit, over(Scripted([OWLS]), MemoryStock()))
    _choose(page, _file("big.txt", "x" * 100_001), _file("small.txt", "owls"))
    expect(page.locator(".sending")).to_have_text("big.txt has 0.1 MB, and at most 0.1 MB are taken. Split it.")
    assert _counts(_job(page, 1)) == ["1 new"]
    assert _sources(page)[0].startswith("small.txt")


def test_a_failure_is_told_with_what_to_do_and_tried_again(over: Over, visit: Visit) -> None:
    stock = MemoryStock(error=Down("no embedding is possible: the model is down", hint="Wait, then try again."))
    page = _open(visit, over(Scripted([OWLS]), stock))
    _choose(page, _file("a.txt", "owls"))
    failed = _job(page, 1, "failed")
    expect(failed).to_contain_text("No embedding is possible: the model is down. Wait, then try again.")
    stock.error = None
    failed.get_by_role("button", name="Try a.txt again").click()
    assert _counts(_job(page, 1)) == ["1 new"]
    page.get_by_role("button", name="Clear the list").click()
    expect(page.locator(".job")).to_have_count(0)


def test_hostile_names_and_reasons_stay_text(over: Over, visit: Visit) -> None:
    page = _open(visit, over(Scripted([OWLS]), MemoryStock()))
    name = "<img src=x onerror=alert(1)>\u202e${alert(2)}.txt"
    _choose(page, _file(name, "owls\nbad"))
    job = _job(page, 1)
    expect(job.locator("h3")).to_have_text("<img src=x onerror=alert(1)>${alert(2)}.txt")
    page.locator("[data-remove]").click()
    expect(page.locator("dialog.sure .what")).to_contain_text("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Remove it").click()
    _job(page, 2)
    expect(page.locator("#view-add img")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_needs_no_sideways_scrolling(over: Over, visit: Visit, width: int) -> None:
    page = _open(visit, over(Scripted([OWLS]), MemoryStock()), width=width, height=844)
    _choose(page, _file("a-very-long-name-" * 9 + ".txt", "owls\nbad"))
    _job(page, 1)
    page.get_by_text("Paste text instead").click()
    for box in ("document.documentElement", "document.querySelector('#view-add')"):
        assert page.evaluate(f"{box}.scrollWidth <= window.innerWidth")


def test_files_are_chosen_and_sources_kept_by_keyboard_alone(over: Over, visit: Visit) -> None:
    page = _open(visit, over(Scripted([OWLS]), MemoryStock()))
    _choose(page, _file("a.txt", "owls"))
    _job(page, 1)
    files = page.locator(".drop .files")
    files.focus()
    expect(files).to_be_focused()
    with page.expect_file_chooser():
        files.press("Enter")  # finds the field again where the page was redrawn in between
    page.get_by_role("button", name="Remove a.txt").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.sure")).not_to_be_visible()
    expect(page.get_by_role("button", name="Remove a.txt")).to_be_focused()
