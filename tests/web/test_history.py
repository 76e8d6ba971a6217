"""Conversations that stay: over a reload, a restart, the end of the program in the middle of an answer; History."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.errors import ProviderDown
from assistant.ports import Stop
from assistant.recording import Recording
from assistant.types import Answer, Event, Filters
from tests.making import MICE, OWLS
from tests.web.asking import Scripted, ask, shown_card
from tests.web.conftest import Serve

Visit = Callable[..., Page]
_REPO = Path(__file__).resolve().parents[2]


def _turns(page: Page) -> Locator:
    return page.locator(".turn .question")


def _history(page: Page) -> Locator:
    """Goes to the view; its rows."""
    page.locator('#nav [data-go="history"]').click()
    expect(page.locator("#threads .thread, #threads .nothing").first).to_be_visible()
    return page.locator("#threads .thread")


def test_a_conversation_is_there_after_a_reload_and_goes_on(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS, MICE])))
    ask(page, "Who hunts?")
    ask(page, "And when?")
    page.reload()
    expect(_turns(page)).to_have_text(["Who hunts?", "And when?"])
    page.locator("#turn-1 .chip").nth(1).click()
    expect(shown_card(page).locator("h3")).to_have_text(MICE.title)
    expect(ask(page, "And where?").locator(".answer")).to_contain_text("Answer 3:")


def test_a_new_conversation_stays_new_after_a_reload_and_another_tab_begins_empty(visit: Visit, serve: Serve) -> None:
    url = serve(Scripted([OWLS]))
    page = visit(url)
    ask(page, "Who hunts?")
    expect(visit(url).locator(".welcome")).to_be_visible()
    page.locator("#new").click()
    expect(page.locator(".welcome")).to_be_visible()
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    page.wait_for_timeout(500)
    expect(_turns(page)).to_have_count(0)


@pytest.fixture
def left(browser: Browser, serve: Serve) -> Iterator[Page]:
    """A page that may be left in the middle of an answer, which Gradio tells in the console (AbortError)."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_question_that_was_stopped_by_a_reload_is_kept_and_can_be_asked_again(left: Page, serve: Serve) -> None:
    go, page = threading.Event(), left
    page.goto(serve(Scripted([OWLS], wait=go)))
    page.locator("#question textarea").fill("Who hunts?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn .papers, .turn table")).to_be_visible()
    page.reload()
    expect(page.locator(".turn .problem")).to_contain_text(re.compile("was not finished|was stopped"))
    go.set()
    page.locator(".again").click()
    expect(page.locator(".turn .foot .made")).to_be_visible()
    expect(_turns(page)).to_have_text(["Who hunts?"])


_SERVE = """
import sys, threading, time
from pathlib import Path
from assistant.keeping import Conversations
from assistant.web.server.server import listen, make_server
from tests.making import OWLS
from tests.web.asking import Scripted

class Slow(Scripted):
    def stream(self, question, history=(), **rest):
        self._wait = threading.Event() if "wait" in question and sys.argv[3] == "slow" else None
        yield from super().stream(question, history, **rest)

kept = Conversations(Path(sys.argv[1]), clock=time.time)
listening = listen("127.0.0.1", int(sys.argv[2]))
server = make_server(Slow([OWLS]), kept)
def told():
    while not server.started:
        time.sleep(0.02)
    print("up", flush=True)
threading.Thread(target=told, daemon=True).start()
server.run(sockets=[listening])
"""


@contextmanager
def _program(data: Path, port: int, pace: str) -> Iterator["subprocess.Popen[str]"]:
    program = [sys.executable, "-c", _SERVE, str(data), str(port), pace]
    with subprocess.Popen(program, cwd=_REPO, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "up\n"
        try:
            yield running
        finally:
            running.kill()


def test_the_end_of_the_program_in_the_middle_of_an_answer_loses_nothing_that_was_asked(
    left: Page, tmp_path: Path
) -> None:
    page = left
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    with _program(tmp_path, port, "slow") as running:
        page.goto(url)
        ask(page, "Who hunts?")
        page.locator("#question textarea").fill("And who waits?")
        page.keyboard.press("Enter")
        expect(page.locator("#turn-2 .papers, #turn-2 table")).to_be_visible()
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    with _program(tmp_path, port, "fast"):
        page.goto(url)
        expect(_turns(page)).to_have_text(["Who hunts?", "And who waits?"])
        expect(page.locator("#turn-1 .answer")).to_contain_text("Answer 1:")
        expect(page.locator("#turn-2 .problem")).to_contain_text(re.compile("was not finished|was stopped"))
        page.locator("#turn-2 .again").click()
        expect(page.locator("#turn-2 .answer")).to_contain_text("Answer 2:")
        expect(_history(page)).to_have_count(1)


class _Failing(Scripted):
    """As its kind, but that its provider is down for one question."""

    def stream(
        self,
        question: str,
        history: Sequence[Answer] = (),
        *,
        filters: Filters | None = None,
        stop: Stop | None = None,
        recording: Recording | None = None,
    ) -> Iterator[Event]:
        if question == "And now?":
            raise ProviderDown("no connection to the model", hint="Check OPENAI_BASE_URL.")
        yield from super().stream(question, history, filters=filters, stop=stop, recording=recording)


def test_after_a_failure_question_and_conversation_are_still_there(visit: Visit, serve: Serve) -> None:
    page = visit(serve(_Failing([OWLS])))
    first = ask(page, "Who hunts?")
    failed = ask(page, "And now?")
    last = ask(page, "And later?")
    expect(first.locator(".answer")).to_contain_text("Answer 1:")
    expect(failed.locator(".question")).to_have_text("And now?")
    expect(failed.locator(".problem")).to_contain_text("No connection to the model. Check OPENAI_BASE_URL.")
    expect(last.locator(".answer")).to_contain_text("Answer 2:")
    page.reload()
    expect(page.locator("#turn-2 .problem")).to_contain_text("No connection to the model. Check OPENAI_BASE_URL.")
    expect(page.locator("#turn-3 .answer")).to_contain_text("Answer 2:")


def test_history_lists_searches_and_opens(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    for question in ("Who hunts at night?", "Who sleeps?"):
        ask(page, question)
        page.locator("#new").click()
        expect(_turns(page)).to_have_count(0)
    rows = _history(page)
    expect(rows.locator(".open")).to_have_text(["Who sleeps?", "Who hunts at night?"])
    page.locator("#find textarea, #find input").fill("SLEEPS")
    expect(rows.locator(".open")).to_have_text(["Who sleeps?"])
    page.locator("#find textarea, #find input").fill("whales")
    expect(page.locator(".nothing")).to_contain_text("No conversation holds “whales”.")
    page.locator("#find textarea, #find input").fill("hunts who")
    rows.locator(".open").first.click()
    expect(_turns(page)).to_have_text(["Who hunts at night?"])
    expect(page.locator("#view-ask")).to_be_visible()
    expect(ask(page, "And when?").locator(".answer")).to_contain_text("Answer 2:")
    expect(_history(page).locator(".about")).to_contain_text(["2 questions"])
    page.locator("#find textarea, #find input").fill("")
    expect(rows.locator(".about")).to_contain_text(["2 questions", "1 question"])


def test_history_renames_and_deletes_once_that_is_confirmed(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    expect(_history(page)).to_have_count(0)
    expect(page.locator(".nothing")).to_contain_text("No conversations yet")
    page.locator(".nothing button").click()
    ask(page, "Who hunts?")
    rows = _history(page)
    rows.get_by_role("button", name="Rename: Who hunts?").click()
    box = page.locator("#rename-dialog input")
    expect(box).to_have_value("Who hunts?")
    box.fill("My owls")
    box.press("Enter")
    expect(rows.locator(".open")).to_have_text(["My owls"])
    rows.get_by_role("button", name="Delete: My owls").click()
    expect(page.locator("#delete-dialog")).to_contain_text("My owls and all its answers will be gone for good.")
    page.locator("#delete-dialog").get_by_role("button", name="Cancel").click()
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="Delete: My owls").click()
    page.locator("#delete-dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".nothing")).to_contain_text("No conversations yet")
    page.locator('#nav [data-go="ask"]').click()
    expect(page.locator(".welcome")).to_be_visible()


def test_a_hostile_question_is_text_in_the_list_and_in_the_dialogs(visit: Visit, serve: Serve) -> None:
    hostile = "<img src=http://evil.example/q onerror=alert(1)> ${alert(2)} \u202egnidaer"
    shown = "<img src=http://evil.example/q onerror=alert(1)> ${alert(2)} gnidaer"
    page = visit(serve(Scripted([OWLS])))
    ask(page, hostile)
    rows = _history(page)
    expect(rows.locator(".open")).to_have_text([shown])
    rows.locator("[data-delete]").click()
    expect(page.locator("#delete-dialog .which")).to_have_text(shown)
    expect(page.locator("#threads img, #dialogs img, #threads script")).to_have_count(0)


def test_history_fits_a_phone(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])), width=320, height=640)
    ask(page, "Who?")
    saving = ask(page, "Who hunts " + "verylongwordwithoutanyspaceatall" * 3 + "?").locator(".saving")
    rows = _history(page)
    for menu, view in ((rows.locator(".saving"), "history"), (saving, "ask")):
        page.locator(f'#nav [data-go="{view}"]').click()
        menu.locator("summary").click()
        box = menu.locator(".menu").bounding_box()
        assert box is not None
        assert (box["x"] >= 0, box["x"] + box["width"] <= 320) == (True, True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
