"""Asking in a real browser: lists to sort, quotes to point at, questions to edit, repeat and go on with."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from assistant import open_assistant
from assistant.types import Citation, Event, Finished, Paper, Token
from tests.making import MICE, OWLS, WHALES
from tests.web.asking import Scripted, ask, shown_card
from tests.web.conftest import Serve

Visit = Callable[..., Page]
_LIST = "which papers address long-tailed classification"


def test_a_list_is_sorted_by_the_head_of_a_column_and_the_sources_go_along(visit: Visit, serve: Serve) -> None:
    turn = ask(page := visit(serve(Scripted([WHALES, OWLS, MICE]))), "Who?")
    titles = turn.locator(".list .title")
    expect(titles).to_have_text([WHALES.title, OWLS.title, MICE.title])
    turn.get_by_role("button", name="Sort by paper").click()
    expect(titles).to_have_text([WHALES.title, MICE.title, OWLS.title])
    expect(turn.get_by_role("columnheader", name="Sort by paper")).to_have_attribute("aria-sort", "ascending")
    turn.get_by_role("button", name="Sort by paper").press("Enter")
    expect(titles).to_have_text([OWLS.title, MICE.title, WHALES.title])
    turn.get_by_role("button", name="Sort by date").click()
    expect(titles.first).to_have_text(OWLS.title)  # the only one with a date: what is not known comes last
    titles.first.click()
    expect(shown_card(page).locator("h3")).to_have_text(OWLS.title)


def test_a_sorted_list_stays_sorted_while_the_next_answer_is_made(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([WHALES, OWLS, MICE])))
    first = ask(page, "Who?")
    first.get_by_role("button", name="Sort by paper").click()
    second = ask(page, "And who else?")
    expect(first.locator(".list .title")).to_have_text([WHALES.title, MICE.title, OWLS.title])
    expect(second.locator(".list .title")).to_have_text([WHALES.title, OWLS.title, MICE.title])


def test_the_steps_are_shown_at_work_and_fold_when_the_answer_is_whole(visit: Visit, serve: Serve) -> None:
    go = threading.Event()
    page = visit(serve(Scripted([OWLS], wait=go)))
    page.locator("#question textarea").fill("Who hunts?")
    page.keyboard.press("Enter")
    expect(page.locator(".steps .done")).to_have_text(["Planned", "Ranked 1 paper", "Judged 1"])
    expect(page.locator(".steps .now")).to_have_text(["Writing", "Checking 1 quote"])
    go.set()
    expect(page.locator(".steps")).to_have_count(0)
    expect(page.locator(".how summary")).to_have_text("Ranked 1 paper, judged 1, checked 1 quote, 0.1 s")
    page.locator(".how summary").press("Enter")
    expect(page.locator(".how")).to_contain_text("judged by script, written by script, found by script")


def test_a_chip_shows_its_quote_when_pointed_at_and_when_reached_by_keyboard(visit: Visit, address: str) -> None:
    turn = ask(page := visit(address), _LIST)
    chip, tip = turn.locator(".chip").nth(1), page.get_by_role("tooltip")
    chip.hover()
    expect(tip).to_have_text(turn.locator(".list .words").nth(1).inner_text().removesuffix(" 2"))
    page.locator("#title").hover()
    expect(tip).to_be_hidden()
    chip.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_visible()
    expect(chip).to_have_attribute("aria-describedby", "tip")


class _Late(Scripted):
    """Quotes the last words of an abstract only."""

    def stream(self, *asked: Any, **more: Any) -> Iterator[Event]:  # as its kind
        for event in super().stream(*asked, **more):
            if isinstance(event, Token):
                yield replace(event, citations=_late(event.citations))
            elif isinstance(event, Finished):
                yield Finished(replace(event.answer, citations=_late(event.answer.citations)))
            else:
                yield event


def _late(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    return tuple(replace(c, quote=replace(c.quote, start=c.quote.end - 15)) for c in citations)


def test_a_quote_far_down_an_abstract_is_scrolled_to(visit: Visit, serve: Serve) -> None:
    paper = Paper("p", "A Long Tale", "Nothing yet. " * 400 + "At last an owl.")
    page = visit(serve(_Late([paper])))
    ask(page, "Who?").locator(".chip").click()
    expect(shown_card(page).locator("mark")).to_have_text("At last an owl.")
    expect(shown_card(page).locator("mark")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#sources .card .abstract').scrollTop") > 1_000


def test_an_edited_question_takes_the_place_of_the_last_one(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    ask(page, "Who hunts?")
    turn = ask(page, "And wen?")
    turn.get_by_role("button", name="Edit this question").click()
    box = page.locator("#question textarea")
    expect(box).to_have_value("And wen?")
    expect(box).to_be_focused()
    expect(page.locator("#edited")).to_contain_text("its answer will be replaced")
    box.fill("And when?")
    box.press("Enter")
    expect(page.locator(".question")).to_have_text(["Who hunts?", "And when?"])
    expect(page.locator("#turn-2 .made")).to_be_visible()
    expect(page.locator("#turn-2 .answer")).to_contain_text("Answer 2:")  # one answer before it: the first
    expect(page.locator("#edited")).to_be_hidden()


def test_editing_is_given_up_by_a_click_and_begun_by_the_arrow_up(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    ask(page, "Who hunts?")
    page.locator("#question textarea").press("ArrowUp")
    expect(page.locator("#question textarea")).to_have_value("Who hunts?")
    page.get_by_role("button", name="Stop editing").click()
    expect(page.locator("#question textarea")).to_have_value("")
    ask(page, "And when?")
    expect(page.locator(".question")).to_have_text(["Who hunts?", "And when?"])


def test_a_retry_makes_the_last_answer_anew(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    first = ask(page, "Who hunts?")
    expect(first.get_by_role("button", name="Ask this question again")).to_be_visible()
    ask(page, "And when?")
    expect(first.get_by_role("button", name="Ask this question again")).to_be_hidden()
    with page.expect_response("**/queue/join*"):
        page.locator("#turn-2").get_by_role("button", name="Ask this question again").click()
    expect(page.locator("#send")).to_be_visible()
    expect(page.locator(".question")).to_have_text(["Who hunts?", "And when?"])
    expect(page.locator("#turn-2 .answer")).to_contain_text("Answer 2:")


def test_an_answer_is_copied_with_its_sources(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = ask(page, "Who hunts?").get_by_role("button", name="Copy this answer")
    button.click()
    expect(button).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"Who hunts?\n\nAnswer 1:\n• {OWLS.title} — “{OWLS.abstract}” [1]\n\n[1] {OWLS.title}, {OWLS.url}"
    )
    expect(button).to_have_text("Copy")


def test_what_is_offered_next_is_answered(visit: Visit, address: str, sample_index: Path) -> None:
    page = visit(address)
    ask(page, _LIST)
    offers = page.get_by_role("region", name="Ask next").get_by_role("button")
    expect(offers).to_have_count(3)
    questions = offers.all_inner_texts()
    assistant = open_assistant(str(sample_index))
    assert [assistant.ask(question).outcome for question in questions] == ["answered"] * 3
    offers.first.click()
    expect(page.locator("#turn-2 .question")).to_have_text(questions[0])
    expect(page.locator("#turn-2 .foot")).to_be_visible(timeout=30_000)


def test_escape_stops_the_answer(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS], wait=threading.Event())))
    page.locator("#question textarea").fill("Who hunts?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn .list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".problem.stopped")).to_contain_text("The answer was stopped.")


def test_from_a_source_the_way_leads_to_questions_about_it_alone(visit: Visit, explored: str) -> None:
    page = visit(explored)
    ask(page, _LIST)
    title = shown_card(page).locator("h3").inner_text()
    shown_card(page).get_by_role("button", name="Ask about this paper").click()
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#scope")).to_contain_text(title)
    turn = ask(page, "What does it say of classes?")
    expect(turn.locator(".rewritten")).to_contain_text("within 1 paper")
    expect(turn.locator("figcaption, .list .title").first).to_have_text(title)
