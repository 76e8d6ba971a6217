"""What a question is asked within, in a real browser: set in several ways, seen as chips, kept, cleared."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.asking import ask
from tests.web.papers.looking import Visit, look

_WHICH = "Which papers study owls or mice?"


def listed(page: Page, question: str) -> set[str]:
    return set(
        ask(page, question).locator(".answer .title, .answer figcaption, .answer th a, .answer td a").all_inner_texts()
    )


def test_without_a_scope_all_papers_are_searched(visit: Visit, animals: str) -> None:
    page = visit(animals)
    expect(page.locator(".scope-open")).to_have_text("All 5 papers")
    expect(page.locator(".scope-chip")).to_have_count(0)


def test_a_category_restricts_the_answer_and_is_seen_as_a_chip(visit: Visit, animals: str) -> None:
    page = visit(animals)
    page.locator(".scope-open").click()
    page.locator(".scope-panel").get_by_text("cs.CV").click()
    expect(page.locator(".scope-chip")).to_have_text("cs.CV×")
    expect(page.locator(".scope-open")).to_have_text("1 of 5 papers")
    page.get_by_label("Close", exact=True).click()
    expect(page.locator("#scope-panel")).to_be_hidden()
    expect(page.locator(".scope-open")).to_be_focused()
    turn = ask(page, _WHICH)
    expect(turn).to_contain_text("Of Mice")
    expect(turn).not_to_contain_text("Owls at Night")
    expect(turn).to_contain_text("cs.CV")  # the turn says so too
    expect(page.locator(".scope-chip")).to_have_text("cs.CV×")  # and the next question is asked within it
    page.get_by_label("Remove: cs.CV").click()
    expect(page.locator(".scope-open")).to_have_text("All 5 papers")
    expect(ask(page, _WHICH)).to_contain_text("Owls at Night")


def test_dates_say_how_many_papers_have_none(visit: Visit, animals: str) -> None:
    page = visit(animals)
    page.locator(".scope-open").click()
    expect(page.locator(".scope-panel")).to_contain_text("1 paper has no date and would be left out.")
    page.locator(".scope-panel input[name=since]").fill("2024-07-01")
    expect(page.locator(".scope-chip")).to_have_text("Since 2024-07-01×")
    expect(page.locator(".scope-open")).to_have_text("2 of 5 papers · 1 without a date left out")
    page.locator(".scope-panel input[name=until]").fill("2024-07-31")
    expect(page.locator(".scope-chip")).to_have_text("July 2024×")
    page.keyboard.press("Escape")
    expect(page.locator("#scope-panel")).to_be_hidden()
    expect(ask(page, _WHICH)).to_contain_text("1 paper has no date")


def test_sources_can_be_chosen_several_at_a_time_and_all_is_cleared_by_one_click(visit: Visit, animals: str) -> None:
    page = visit(animals)
    page.locator(".scope-open").click()
    page.locator(".scope-panel").get_by_text("foxes.jsonl").click()
    expect(page.locator(".scope-open")).to_have_text("1 of 5 papers")
    page.locator(".scope-panel").get_by_text("animals.jsonl").click()
    expect(page.locator(".scope-chip")).to_have_text(["animals.jsonl×", "foxes.jsonl×"])
    expect(page.locator(".scope-open")).to_have_text("5 of 5 papers")
    page.locator("#scope").get_by_text("Clear").click()
    expect(page.locator(".scope-chip")).to_have_count(0)
    expect(page.locator(".scope-panel input:checked")).to_have_count(0)


def test_asking_about_a_paper_sets_the_scope_and_puts_the_reader_into_the_box(visit: Visit, animals: str) -> None:
    page = visit(animals)
    look(page, "papers/paper/o")
    page.get_by_label("Ask about this paper").click()
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator(".scope-chip")).to_have_text("Owls at Night×")
    turn = ask(page, "How many animals does the data hold?")
    expect(turn).to_contain_text("The data holds 20 owls.")
    expect(turn).not_to_contain_text("345")


def test_picked_papers_are_asked_about_together(visit: Visit, animals: str) -> None:
    page = visit(animals)
    look(page)
    page.get_by_label("Pick: Of Mice").click()
    page.locator("#search").fill("whales")
    expect(page.locator("#found .entry")).to_have_count(1)
    page.get_by_label("Pick: Counting Whales by Ear").click()
    expect(page.locator(".picked-count")).to_have_text("2 picked")
    page.get_by_label("Ask about the picked papers").click()
    expect(page.locator(".scope-chip")).to_have_text(["Of Mice×", "Counting Whales by Ear×"])
    look(page)
    expect(page.locator(".picked")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "chips"),
    [
        ('papers/in/{"since":"2024-07-01","until":"2024-07-31"}', ["July 2024×"]),
        ('papers/in/{"authors":["Bo Mouse"]}', ["by Bo Mouse×"]),
        ('papers/in/{"sources":["x"],"papers":["a","b","c","d"]}', []),
    ],
)
def test_a_list_can_be_asked_about(visit: Visit, animals: str, address: str, chips: list[str]) -> None:
    page = visit(animals)
    look(page, address)
    if not chips:
        expect(page.locator(".found-none")).to_have_text("No paper is like that.")
        expect(page.locator(".found-ask")).to_have_count(0)
        return
    page.locator(".found-ask").click()
    expect(page.locator(".scope-chip")).to_have_text(chips)
    expect(page.locator(".scope-open")).to_contain_text("2 of 5 papers")


def test_what_a_search_found_can_be_asked_about(visit: Visit, animals: str) -> None:
    page = visit(animals)
    look(page)
    page.locator("#search").fill("owls")
    expect(page.locator("#found .entry")).to_have_count(2)
    page.locator(".found-ask").click()
    expect(page.locator(".scope-chip")).to_have_text(["Owls at Night×", "Of Mice×"])


def test_a_scope_that_means_harm_is_text_or_nothing(visit: Visit, animals: str) -> None:
    page = visit(animals)
    tell = "detail => document.dispatchEvent(new CustomEvent('scope', { detail }))"
    page.evaluate(
        tell, {"sources": ["<img src=x onerror=alert(1)>", 7, None], "since": "never", "papers": "o", "x": [1]}
    )
    expect(page.locator(".scope-chip")).to_have_text("<img src=x onerror=alert(1)>×")
    expect(page.locator(".scope-open")).to_have_text("0 of 5 papers")
    for nothing in ([1, 2], "text", 7):
        page.evaluate(tell, nothing)
        expect(page.locator(".scope-open")).to_have_text("All 5 papers")


def test_the_panel_fits_a_phone_and_works_by_keyboard(visit: Visit, animals: str) -> None:
    page = visit(animals, width=320, height=600)
    page.locator(".scope-open").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".scope-panel input[name=since]")).to_be_focused()
    box = page.locator("#scope-panel").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 320 and box["y"] >= 0
    page.locator(".scope-panel input[value='q-bio']").focus()
    page.keyboard.press("Space")
    expect(page.locator(".scope-chip")).to_have_text("q-bio×")
    expect(page.locator(".scope-panel input[value='q-bio']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".scope-open")).to_be_focused()
