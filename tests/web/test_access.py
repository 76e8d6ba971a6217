"""What axe-core says of every view, in light on a desk and in dark on a small phone; and that nothing is wider."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from assistant.build import open_explored
from assistant.keeping import Conversations
from assistant.settings import Settings
from assistant.web.server.serving import Serving
from tests.web.asking import ask, shown_card
from tests.web.served import served
from tests.web.stocked import MemoryStock

Visit = Callable[..., Page]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
_LOOKS = ((1280, 800, "light"), (320, 640, "dark"))
_NO_PLACES = {"skip-link": {"enabled": False}}  # "#papers/map" is the address of a view, and no place within this one
_SEES = "([runOnly, rules]) => axe.run(document, { runOnly, rules, resultTypes: ['violations'] })"
_WIDE = """() => [document.documentElement, ...document.querySelectorAll("#app .view, #app .view > *, #feed, #sources")]
    .filter((each) => each.scrollWidth > each.clientWidth && each.clientWidth > 0)
    .map((each) => `${each.tagName} ${each.id} ${each.scrollWidth} > ${each.clientWidth}`)"""
_DARK = "dark => document.body.classList.contains('dark') === dark"


@pytest.fixture(scope="module")
def whole(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over the sample with every view it can have."""
    assistant, explorer = open_explored(Settings(index=sample_index))
    folder = tmp_path_factory.mktemp("data")
    with closing(Conversations(folder, clock=lambda: 0.0)) as kept:
        serving = Serving(data=folder)
        with served(assistant, kept=kept, explorer=explorer, stock=MemoryStock(), serving=serving) as url:
            yield url


def _faults(page: Page) -> Iterator[str]:
    """Each fault once, with the first way of looking that shows it."""
    seen = set()
    page.evaluate(AXE_SCRIPT)
    for width, height, scheme in _LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.wait_for_function(_DARK, arg=scheme == "dark")
        page.mouse.move(0, 0)
        found = [
            f"{fault['id']}: {node['html'][:200]} {node['failureSummary']}"
            for fault in page.evaluate(_SEES, [_RULES, _NO_PLACES])["violations"]
            for node in fault["nodes"]
        ]
        for fault in [*found, *page.evaluate(_WIDE)]:
            if fault not in seen:
                yield f"{width} {scheme}: {fault}"
            seen.add(fault)


def test_the_empty_page_and_what_is_searched(visit: Visit, whole: str) -> None:
    page = visit(whole)
    assert list(_faults(page)) == []
    page.locator("[data-scope-open]").click()
    expect(page.locator(".scope-panel")).to_be_visible()
    assert list(_faults(page)) == []


def test_a_list_with_its_source_and_all_that_folds(visit: Visit, whole: str) -> None:
    page = visit(whole)
    turn = ask(page, "Which papers address long-tailed classification?")
    expect(page.locator("#next button").first).to_be_visible()
    assert list(_faults(page)) == []
    turn.locator(".chip").nth(1).click()
    expect(shown_card(page)).to_have_count(1)
    assert list(_faults(page)) == []
    page.keyboard.press("Escape")
    for fold in (".how summary", ".near summary", ".saving summary"):
        turn.locator(fold).click()
    turn.locator(".thumbs .up").click()
    expect(turn.locator(".comment textarea")).to_be_visible()
    turn.locator(".saving summary").click()
    assert list(_faults(page)) == []


def test_a_comparison_a_fact_and_a_refusal(visit: Visit, whole: str) -> None:
    page = visit(whole)
    expect(ask(page, "Compare FrontierMath and CLASH.").locator(".comparison table")).to_be_visible()
    assert list(_faults(page)) == []
    ask(page, "How many dilemmas does CLASH contain?")
    expect(ask(page, "Give me a recipe for sourdough bread.").locator(".outcome")).to_be_visible()
    page.locator(".turn").last.locator("[data-edit]").click()
    expect(page.locator(".cancel")).to_be_visible()
    assert list(_faults(page)) == []


@pytest.mark.parametrize(
    ("address", "drawn"),
    [
        ("papers", ".row-title"),
        ("papers/map", "#map canvas"),
        ("papers/time", "#time a.month, #time li, #time p"),
        ("add", ".stocked, .adding"),
    ],
)
def test_the_other_views(visit: Visit, whole: str, address: str, drawn: str) -> None:
    page = visit(whole)
    page.goto(f"{whole}#{address}")
    expect(page.locator(drawn).first).to_be_visible(timeout=60_000)
    assert list(_faults(page)) == []


def test_the_page_of_a_paper(visit: Visit, whole: str) -> None:
    page = visit(whole)
    page.goto(f"{whole}#papers")
    page.locator(".row-title").first.click()
    expect(page.locator("#paper .row-title").first).to_be_visible(timeout=30_000)
    assert list(_faults(page)) == []


def test_the_history_and_its_dialogs(visit: Visit, whole: str) -> None:
    page = visit(whole)
    ask(page, "Which papers study neural collapse?")
    page.locator('#nav [data-go="history"]').click()
    page.locator("[data-rename]").first.click()
    expect(page.locator("#rename-dialog")).to_be_visible()
    assert list(_faults(page)) == []
    page.keyboard.press("Escape")
    page.locator("[data-delete]").first.click()
    expect(page.locator("#delete-dialog")).to_be_visible()
    assert list(_faults(page)) == []
    page.keyboard.press("Escape")
    assert list(_faults(page)) == []


def test_text_pasted_in_and_what_came_of_it(visit: Visit, whole: str) -> None:
    page = visit(whole)
    page.goto(f"{whole}#add")
    page.locator(".paste summary").click()
    page.locator(".paste textarea").fill("good\nbad")
    page.locator("[data-paste]").click()
    expect(page.locator(".job.done .rejected").first).to_be_visible()
    page.locator(".stocked button").first.click()
    expect(page.locator("dialog.sure")).to_be_visible()
    assert list(_faults(page)) == []
    page.locator("[data-keep]").click()
    assert list(_faults(page)) == []


def test_a_fault_would_be_seen(visit: Visit, whole: str) -> None:
    page = visit(whole)
    spoil = "() => document.querySelector('#view-ask').insertAdjacentHTML('beforeend', '<button></button>')"
    page.evaluate(spoil)
    page.evaluate(spoil.replace("<button></button>", '<p style="flex: none; width: 2000px">.</p>'))
    faults = list(_faults(page))
    assert any("button-name" in fault for fault in faults)
    assert any("2000 > 320" in fault for fault in faults)


def test_nothing_moves_for_who_wants_no_motion(visit: Visit, whole: str) -> None:
    page = visit(whole)
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
        const { animationName, transitionDuration } = getComputedStyle(each);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
    }).length"""
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0
