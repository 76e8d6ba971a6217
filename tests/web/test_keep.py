"""Files saved from the page, each read by a parser of its form; thumbs and comments, kept with their answers."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import bibtexparser
import pytest
import rispy
from playwright.sync_api import Locator, Page, expect

from assistant import replay
from assistant.types import Paper
from tests.making import MICE, OWLS
from tests.web.asking import Scripted, ask
from tests.web.conftest import Serve

Visit = Callable[..., Page]
_HOSTILE = Paper("h", "=1+1 } <img src=x onerror=alert(1)>", "TY  - BOOK ![x](http://evil.example/x.png) @misc{y}")


def _saved(page: Page, menu: Locator, label: str, folder: Path, at: int = 0) -> tuple[str, str]:
    """The name and text of a file of the menu."""
    if not menu.locator(".menu").is_visible():
        menu.locator("summary").click()
    with page.expect_download() as download:
        menu.get_by_text(label, exact=True).nth(at).click()
    download.value.save_as(folder / "saved")
    return download.value.suggested_filename, (folder / "saved").read_text(encoding="utf-8-sig")


def test_an_answer_is_saved_in_every_form(visit: Visit, serve: Serve, tmp_path: Path) -> None:
    page = visit(serve(Scripted([OWLS, _HOSTILE])))
    menu = ask(page, "Who hunts?").locator(".saving")
    titles = [OWLS.title, _HOSTILE.title]
    name, text = _saved(page, menu, "Markdown", tmp_path)
    assert (name, text.startswith("# Who hunts?\n"), "![" in text) == ("who-hunts.md", True, False)
    name, text = _saved(page, menu, "BibTeX", tmp_path)
    assert (name, len(bibtexparser.parse_string(text).entries)) == ("who-hunts.bib", 2)
    name, text = _saved(page, menu, "RIS", tmp_path)
    assert (name, [record["title"] for record in rispy.loads(text)]) == ("who-hunts.ris", titles)
    name, text = _saved(page, menu, "CSV", tmp_path)
    assert [row["title"] for row in csv.DictReader(text.splitlines())] == [OWLS.title, f"'{_HOSTILE.title}"]
    name, text = _saved(page, menu, "JSON", tmp_path)
    assert [paper["title"] for paper in json.loads(text)["answers"][0]["papers"]] == titles


def test_a_conversation_is_saved_from_its_last_answer_and_from_history(
    visit: Visit, serve: Serve, tmp_path: Path
) -> None:
    page = visit(serve(Scripted([OWLS])))
    ask(page, "Who hunts?")
    menu = ask(page, "And when?").locator(".saving")
    one = _saved(page, menu, "JSON", tmp_path)
    whole = _saved(page, menu, "JSON", tmp_path, at=1)
    assert [answer["question"] for answer in json.loads(one[1])["answers"]] == ["And when?"]
    assert [answer["question"] for answer in json.loads(whole[1])["answers"]] == ["Who hunts?", "And when?"]
    page.locator('#nav [data-go="history"]').click()
    assert _saved(page, page.locator(".thread .saving"), "JSON", tmp_path) == whole


def test_a_record_saved_from_the_page_is_made_again(visit: Visit, address: str, tmp_path: Path) -> None:
    page = visit(address)
    ask(page, "Which papers study neural collapse?")
    menu = ask(page, "Which of those look at language models?").locator(".saving")
    name, _ = _saved(page, menu, "Record, to replay", tmp_path)
    again = replay(tmp_path / "saved")
    assert (name, again.changes) == ("record-which-of-those-look-at-language-models.json", ())
    assert again.answer is not None
    assert again.answer.question == "Which of those look at language models?"


@pytest.mark.parametrize(
    "path",
    ["record/x", "export/answer/x.md", "export/conversation/x.md", "export/answer/x.exe", "export/answer/..%2f.md"],
)
def test_what_is_not_kept_is_not_found(serve: Serve, path: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        urlopen(serve(Scripted([OWLS])) + path)


def test_a_file_is_saved_and_never_shown_as_a_page(visit: Visit, serve: Serve) -> None:
    url = serve(Scripted([_HOSTILE]))
    page = visit(url)
    href = ask(page, "Who?").locator(".menu a").first.get_attribute("href")
    with urlopen(f"{url}{href}") as reply:
        assert reply.headers["content-disposition"].startswith("attachment; ")
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"


def test_the_menu_opens_and_closes_by_keyboard(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS])))
    menu = ask(page, "Who hunts?").locator(".saving")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.locator(".menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.locator(".menu")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_a_thumb_and_a_comment_are_kept_over_a_reload_and_can_be_taken_back(visit: Visit, serve: Serve) -> None:
    page = visit(serve(Scripted([OWLS, MICE])))
    ask(page, "Who hunts?")
    ask(page, "And when?")
    first, second = page.locator("#turn-1"), page.locator("#turn-2")
    first.get_by_role("button", name="This answer is good").click()
    expect(first.get_by_role("button", name="This answer is good")).to_have_attribute("aria-pressed", "true")
    second.get_by_role("button", name="This answer is not good").click()
    second.get_by_label("What is wrong or missing?").fill("Mice <b>do not</b> hunt.")
    second.get_by_role("button", name="Save the comment").click()
    expect(second.locator(".kept")).to_have_text("Kept. Thank you.")
    page.reload()
    expect(second.get_by_role("button", name="This answer is not good")).to_have_attribute("aria-pressed", "true")
    expect(second.get_by_label("What is wrong or missing?")).to_have_value("Mice <b>do not</b> hunt.")
    first.get_by_role("button", name="This answer is good").click()
    expect(first.get_by_role("button", name="This answer is good")).to_have_attribute("aria-pressed", "false")
    expect(first.locator(".comment")).to_have_count(0)
    page.reload()
    expect(first.get_by_role("button", name="This answer is good")).to_have_attribute("aria-pressed", "false")
