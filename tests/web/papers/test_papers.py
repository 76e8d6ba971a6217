"""The papers in a real browser: list, search, a paper's page, map, over time."""

import re

import pytest
from playwright.sync_api import expect

from assistant.build import build_index, open_explored
from tests.web.papers.looking import Visit, look, small_index, titles
from tests.web.served import served

_NEWEST = ["Of Mice", "Owls at Night", "Counting Whales by Ear", "Foxes at Dusk"]
_CRANES = "Cranes <img src=x onerror=alert(1)> in Flight"


def test_all_papers_are_listed_the_newest_first_the_undated_last(visit: Visit, animals: str) -> None:
    page = visit(animals)
    page.locator("#nav").get_by_text("Papers").click()
    expect(page.locator(".found-count")).to_have_text("5 papers")
    assert titles(page) == [*_NEWEST, _CRANES]
    expect(page.locator(".row-about").nth(2)).to_contain_text("Ada Núñez, Bo Mouse")


@pytest.mark.parametrize(
    ("sort", "first"), [("oldest", "Foxes at Dusk"), ("title", "Counting Whales by Ear"), ("newest", "Of Mice")]
)
def test_the_order_can_be_chosen(visit: Visit, animals: str, sort: str, first: str) -> None:
    page = visit(animals)
    look(page)
    page.locator("#sort").select_option(sort)
    expect(page.locator("#found .row-title").first).to_have_text(first)


def test_papers_are_found_while_the_search_is_being_typed(visit: Visit, animals: str) -> None:
    page = visit(animals)
    look(page)
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("ow", delay=30)
    expect(page.locator("#found .row-title")).to_have_text(["Owls at Night", "Of Mice"])
    expect(page.locator("#sort")).to_have_value("relevance")
    page.locator("#search").fill("bo mou")
    expect(page.locator("#found")).to_contain_text("Counting Whales by Ear")
    assert set(titles(page)) == {"Counting Whales by Ear", "Owls at Night"}
    page.locator("#search").fill("zebras <b>")
    expect(page.locator(".found-none")).to_contain_text("Nothing found for “zebras <b>”")
    page.locator("#search").fill("")
    expect(page.locator(".found-count")).to_have_text("5 papers")
    expect(page.locator("#sort")).to_have_value("newest")


def test_a_long_list_comes_in_pages(visit: Visit, sample: str) -> None:
    page = visit(sample)
    look(page)
    expect(page.locator("#found .entry")).to_have_count(40)
    expect(page.locator(".pages-at")).to_have_text("1–40 of 278")
    first = titles(page)[0]
    page.get_by_label("Last page").click()
    expect(page.locator(".pages-at")).to_have_text("241–278 of 278")
    expect(page.locator("#found .entry")).to_have_count(38)
    expect(page.get_by_label("Next page")).to_be_disabled()
    page.get_by_label("First page").click()
    expect(page.locator("#found .row-title").first).to_have_text(first)


def test_a_paper_has_a_page_and_back_leads_to_the_list_as_it_was(visit: Visit, animals: str) -> None:
    page = visit(animals)
    look(page)
    page.locator("#search").fill("whales")
    page.locator("#found").get_by_text("Counting Whales by Ear").click()
    paper = page.locator("#paper .paper")
    expect(paper.locator("h2")).to_have_text("Counting Whales by Ear")
    expect(paper.locator("h2")).to_be_focused()
    expect(paper.locator(".paper-abstract")).to_have_text("We count whales by ear. The sea holds 345 of them.")
    expect(paper.locator(".paper-facts")).to_contain_text("2024-05-01")
    expect(paper.locator("a.out")).to_have_attribute("href", "https://example.org/w")
    expect(paper.locator(".rows .entry")).to_have_count(4)
    page.get_by_label("Back to the list").click()
    expect(page.locator("#search")).to_have_value("whales")
    expect(page.locator("#found .row-title")).to_have_text(["Counting Whales by Ear"])


@pytest.mark.parametrize(
    ("link", "expected"),
    [("Bo Mouse", ["Owls at Night", "Counting Whales by Ear"]), ("q-bio", ["Owls at Night", "Counting Whales by Ear"]),
     ("animals.jsonl", [*_NEWEST[:3], _CRANES])],
)  # fmt: skip
def test_author_category_and_source_of_a_paper_lead_to_theirs(
    visit: Visit, animals: str, link: str, expected: list[str]
) -> None:  # fmt: skip
    page = visit(animals)
    look(page, "papers/paper/w")
    page.locator("#paper .paper").get_by_role("link", name=link, exact=True).click()
    expect(page.locator("#found .row-title")).to_have_text(expected)
    page.locator(".found-chip").click()
    expect(page.locator(".found-count")).to_have_text("5 papers")


def test_a_hostile_paper_is_shown_as_text(visit: Visit, animals: str) -> None:
    page = visit(animals)
    look(page)
    page.locator("#found").get_by_text("Cranes").first.click()
    paper = page.locator("#paper .paper")
    expect(paper.locator("h2")).to_have_text(_CRANES)
    expect(paper.locator(".paper-abstract")).to_contain_text(
        "<script>alert(2)</script> fly far. [a](javascript:alert(3))"
    )
    expect(paper.locator(".paper-authors")).to_have_text("<b>Eve</b>")
    expect(page.locator("#paper img, #paper script, #paper b, #paper a[href^=javascript], #found img")).to_have_count(0)


@pytest.mark.parametrize("address", ["papers/paper/none", "papers/paper/%zz", "papers/paper/"])
def test_a_paper_that_is_not_there_is_said(visit: Visit, animals: str, address: str) -> None:
    page = visit(animals)
    look(page, address)
    expect(page.locator("#paper .found-none")).to_contain_text("not in the index")


@pytest.mark.parametrize("address", ["papers/in/{", "papers/in/[1]", 'papers/in/{"since":"yes"}', "papers/topic/x"])
def test_an_address_that_says_nothing_lists_all(visit: Visit, animals: str, address: str) -> None:
    page = visit(animals)
    look(page, address)
    expect(page.locator(".found-count")).to_have_text("5 papers")


def test_papers_over_time_lead_to_a_month_and_count_the_undated(visit: Visit, animals: str) -> None:
    page = visit(animals)
    look(page, "papers/time")
    expect(page.locator(".time-said")).to_have_text(
        "4 papers, December 2023 to July 2024. 1 paper has no date and cannot be shown here."
    )
    expect(page.locator(".bars li")).to_have_count(8)
    page.get_by_label("July 2024: 2 papers").click()
    expect(page.locator("#found .row-title")).to_have_text(["Of Mice", "Owls at Night"])
    expect(page.locator(".found-count")).to_have_text("2 papers · 1 without a date left out")
    page.go_back()
    expect(page.locator(".bars")).to_be_visible()


def test_where_no_paper_has_a_date_that_is_said(visit: Visit, sample: str) -> None:
    page = visit(sample)
    look(page, "papers/time")
    expect(page.locator("#time")).to_contain_text(re.compile("no date|None of the 278 papers has a date"))


def test_the_map_shows_its_progress_then_dots_that_open_papers_and_topics_that_list_theirs(
    visit: Visit, sample: str
) -> None:  # fmt: skip
    page = visit(sample)
    look(page, "papers/map")
    canvas = page.locator("#map canvas")
    expect(canvas).to_be_visible(timeout=90_000)
    expect(page.locator(".atlas-said")).to_contain_text("278 papers")
    drawn = "c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; return d.some((v) => v) }"
    assert canvas.evaluate(drawn)
    box = canvas.bounding_box()
    assert box is not None
    for step in range(400):  # until the pointer meets a dot
        page.mouse.move(
            box["x"] + 60 + step * 37 % (box["width"] - 120), box["y"] + 150 + step * 13 % (box["height"] - 240)
        )
        if page.locator(".atlas-tip").is_visible():
            break
    title = page.locator(".atlas-tip").inner_text()
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#paper h2")).to_have_text(title)
    page.go_back()
    topic = page.locator(".atlas-topics a").first
    count = int(topic.locator(".scope-count").inner_text())
    topic.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".found-count")).to_have_text(f"{count} papers")
    expect(page.locator(".found-chip")).to_be_visible()


def test_a_map_can_be_zoomed_by_buttons(visit: Visit, sample: str) -> None:
    page = visit(sample)
    look(page, "papers/map")
    canvas = page.locator("#map canvas")
    expect(canvas).to_be_visible(timeout=90_000)
    whole = canvas.evaluate("c => c.toDataURL()")
    page.get_by_label("Zoom in").click()
    assert canvas.evaluate("c => c.toDataURL()") != whole
    page.get_by_label("The whole map").click()
    assert canvas.evaluate("c => c.toDataURL()") == whole


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("address", ["papers", "papers/map", "papers/time", "papers/paper/w"])
def test_a_phone_needs_no_sideways_scrolling_for_the_papers(
    visit: Visit, animals: str, width: int, address: str
) -> None:  # fmt: skip
    page = visit(animals, width=width, height=700)
    look(page, address)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    wide = "e => [...e.querySelectorAll('*')].filter(x => x.getBoundingClientRect().right > innerWidth + 1).length"
    assert page.locator("#view-papers").evaluate(wide) == 0


def test_papers_that_are_added_are_seen_without_a_restart(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("growing")
    settings = small_index(folder)
    assistant, explorer = open_explored(settings)
    with served(assistant, explorer=explorer) as url:
        page = visit(url)
        look(page)
        expect(page.locator(".found-count")).to_have_text("5 papers")
        (folder / "new.jsonl").write_text(
            '{"id": "n", "title": "Newts", "abstract": "Newts swim slowly.", "date": "2025-01-01"}\n'
        )
        build_index([folder / "new.jsonl"], settings, progress=lambda _: None)
        page.evaluate("location.hash = 'ask'")
        look(page)
        expect(page.locator(".found-count")).to_have_text("6 papers")
        expect(page.locator("#found .row-title").first).to_have_text("Newts")
