"""What a reader does beside asking: moves between sources, types on, closes the tab, ends the program."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from assistant.ports import Stop
from assistant.recording import Recording
from assistant.types import Answer, Event, Filters
from tests.making import MICE, OWLS, WHALES
from tests.web.asking import Scripted, ask, shown_card
from tests.web.conftest import Serve

Visit = Callable[..., Page]
_REPO = Path(__file__).resolve().parents[2]


class _Watched(Scripted):
    """Keeps the stop of the answer that runs."""

    stop: Stop | None = None

    def stream(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
    ) -> Iterator[Event]:
        self.stop = stop
        return super().stream(question, history, filters=filters, stop=stop, recording=recording)


def test_the_arrows_lead_from_source_to_source_and_around(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS, MICE, WHALES])))
    ask(page, "Who?")
    titles = []
    for name in ("Next source", "Next source", "Next source", "Source before"):
        shown_card(page).get_by_role("button", name=name).click()
        titles.append(shown_card(page).locator("h3").inner_text())
    assert titles == [MICE.title, WHALES.title, OWLS.title, WHALES.title]


def test_a_chip_of_an_earlier_answer_opens_its_own_source(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS, MICE])))
    first = ask(page, "Who?")
    ask(page, "And who else?")
    expect(shown_card(page)).to_have_attribute("id", "card-2-1")
    first.locator(".chip").nth(1).click()
    expect(shown_card(page)).to_have_attribute("id", "card-1-2")


def test_a_new_answer_shows_its_own_source_first(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS, MICE])))
    ask(page, "Who?").locator(".chip").nth(1).click()
    ask(page, "And who else?")
    expect(shown_card(page)).to_have_attribute("id", "card-2-1")


def test_shift_and_enter_begin_a_line_and_enter_alone_sends(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    box = page.locator("#question textarea")
    box.fill("Who hunts")
    box.press("Shift+Enter")
    box.type("at night?")
    assert box.input_value() == "Who hunts\nat night?"
    expect(page.locator(".turn")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".turn .question")).to_have_text("Who hunts at night?")
    expect(box).to_have_value("")


def test_what_is_typed_while_an_answer_runs_is_kept(visit: Visit, serve: Serve) -> None:
    go = threading.Event()
    page = visit(serve(Scripted([OWLS], wait=go)))
    box = page.locator("#question textarea")
    box.fill("Who hunts?")
    box.press("Enter")
    expect(page.locator(".turn .list")).to_be_visible()
    box.fill("And when?")
    box.press("Enter")
    go.set()
    expect(page.locator(".turn .foot")).to_be_visible()
    expect(box).to_have_value("And when?")
    expect(page.locator(".turn")).to_have_count(1)


def test_an_empty_question_does_nothing(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    page.locator("#question textarea").fill("   ")
    with page.expect_response("**/queue/join*"):
        page.locator("#send").click()
    page.wait_for_timeout(300)
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()


def test_a_stopped_question_can_be_asked_again_by_a_click(visit: Visit, serve: Serve) -> None:
    go = threading.Event()
    page = visit(serve(Scripted([OWLS], wait=go)))
    page.locator("#question textarea").fill("Who hunts?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn .list")).to_be_visible()
    page.locator("#stop").click()
    expect(page.locator("#send")).to_be_visible()
    go.set()
    page.locator(".turn .again").click()
    expect(page.locator(".turn .made")).to_be_visible()
    expect(page.locator(".turn .question")).to_have_text(["Who hunts?"])


def test_closing_the_tab_stops_its_answer(visit: Visit, serve: Serve) -> None:
    assistant = _Watched([OWLS], wait=threading.Event())
    page = visit(serve(assistant))
    page.locator("#question textarea").fill("Who hunts?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn .list")).to_be_visible()
    page.close()
    assert isinstance(assistant.stop, threading.Event)
    assert assistant.stop.wait(20)


def test_an_interrupt_ends_the_program_quietly_while_a_page_is_open(browser: Browser) -> None:
    program = [sys.executable, "-c", _SERVE_ANYWHERE]
    with subprocess.Popen(program, cwd=_REPO, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        told = running.stderr.readline()
        page = browser.new_page()
        with page.expect_response("**/heartbeat/*"):  # the line every page holds
            page.goto(told.split()[3])
        running.send_signal(signal.SIGINT)
        assert (running.wait(30), running.stderr.read()) == (0, "")
        page.close()


_SERVE_ANYWHERE = """
from pathlib import Path
from assistant.settings import Settings
from assistant.web import launch
from tests.making import OWLS
from tests.web.asking import Scripted
launch(Scripted([OWLS]), Settings(index=Path("none"), port=0))
"""
