"""Watching from the page, what is new in its view and in feeds, each for its own reader."""

from collections.abc import Callable, Iterator
from pathlib import Path

import bcrypt
import feedparser
import pytest
from playwright.sync_api import Page, expect

from assistant import open_assistant
from assistant.access_tokens import AccessTokens, new_token
from assistant.accounts import Accounts
from assistant.build import open_digests
from assistant.settings import Settings
from assistant.types import Paper
from assistant.watching import Watch, Watches
from assistant.watching.feed import atom
from assistant.web.server.serving import Serving
from tests.making import MICE, OWLS, WHALES
from tests.watching.issues import WATCH, issue, named
from tests.web.asking import Scripted, ask
from tests.web.served import request, served

_QUESTION = "Which papers address long-tailed classification?"


@pytest.fixture
def watches() -> Iterator[Watches]:
    made = Watches(None)
    yield made
    made.close()


def _found(watches: Watches, *papers: Paper, number: int = 1, watch: Watch = WATCH) -> None:
    watches.add(watch)
    watches.keep(issue(*papers, watch=watch, number=number), upto=number, owed=())


def test_a_list_is_watched_and_what_is_new_is_told_once(
    visit: Callable[..., Page], sample_index: Path, watches: Watches
) -> None:
    with served(open_assistant(str(sample_index)), watches=watches) as url:
        page = visit(url)
        turn = ask(page, _QUESTION)
        turn.get_by_role("button", name="Watch for new papers").click()
        expect(turn.locator("[data-watch]")).to_have_text("Watching")
        page.get_by_role("link", name="Watches").click()
        view = page.locator("#view-watches")
        expect(view.locator(".watch h2")).to_have_text(_QUESTION)
        expect(view).to_contain_text("Not looked yet.")
        (watch,) = watches.all()
        assert (watch.name, watch.question, watch.to) == ("long-tailed-classification", _QUESTION, ())
        _found(watches, OWLS, MICE, watch=watch)
        for told, shown in (("2 new since you last looked", 2), ("Nothing new since you last looked", 0)):
            page.get_by_role("link", name="Ask", exact=True).click()
            page.get_by_role("link", name="Watches").click()
            expect(view.locator(".aside").first).to_contain_text(told)
            expect(view.locator("li:visible")).to_have_count(shown)
        view.get_by_text("Seen before: 2 papers").click()
        expect(view.locator("li").first).to_contain_text("“Owls hunt at night. The data holds 20 owls.”")
        view.get_by_role("button", name="Stop watching").click()
        expect(view).to_contain_text("Nothing is watched yet")
        assert watches.all() == []


def test_a_reader_can_look_at_once(visit: Callable[..., Page], sample_index: Path, watches: Watches) -> None:
    watches.add(Watch("tails", _QUESTION))
    digests = open_digests(Settings(index=sample_index), watches)
    with served(Scripted([OWLS]), watches=watches, digests=digests) as url:
        page = visit(url)
        page.get_by_role("link", name="Watches").click()
        view = page.locator("#view-watches")
        view.get_by_role("button", name="Look now").click()
        expect(view.locator(".aside").first).to_contain_text("278 papers seen, 100 judged")
        assert view.locator("li:visible").count() == len(watches.issues("tails", 1)[0].verdicts) > 2
        view.get_by_role("button", name="Look now").click()
        expect(view.locator(".aside").first).to_contain_text(": 0 papers seen, 0 judged, 0 answer")


def test_a_fact_cannot_be_watched(visit: Callable[..., Page], address: str) -> None:
    turn = ask(visit(address), "How many dilemmas does CLASH contain?")
    expect(turn.get_by_role("button", name="Copy")).to_be_visible()
    expect(turn.locator("[data-watch]")).to_have_count(0)


def test_a_hostile_paper_stays_text_in_the_view(visit: Callable[..., Page], watches: Watches) -> None:
    evil = Paper("x", "<img src=x onerror=alert(1)>", "<script>alert(2)</script>", url="javascript:alert(3)")
    _found(watches, evil)
    with served(Scripted([OWLS]), watches=watches) as url:
        page = visit(url, width=320)
        page.get_by_role("link", name="Watches").click()
        row = page.locator("#view-watches li")
        expect(row).to_contain_text("<img src=x onerror=alert(1)>")
        assert row.locator("img, script, a").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_feed_lists_the_newest_papers_first_with_their_quotes(watches: Watches) -> None:
    _found(watches, OWLS)
    _found(watches, WHALES, MICE, number=2)
    with served(Scripted([OWLS]), watches=watches) as url:
        answer = request(url, "/feeds/owls.atom")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/atom+xml")
        assert request(url, "/feeds/mice.atom").status == 404
    read = feedparser.parse(answer.body)
    assert not read.bozo
    assert (read.feed.title, [entry.title for entry in read.entries]) == (
        WATCH.question,
        ["Counting Whales", "Of Mice", "Owls at Night"],
    )
    owls = read.entries[2]
    assert (owls.link, owls.updated) == ("https://example.org/o", "2025-02-03T00:00:00Z")
    assert owls.content[0].value.startswith("“Owls hunt at night. The data holds 20 owls.” Why: says “owls”")


def test_no_paper_breaks_a_feed() -> None:
    evil = Paper(
        "x y/é",
        "</title>\x00\x0b\ufffe\ud800<b>&",
        "]]><script>alert(1)</script>",
        url="javascript:alert(1)",
        status="retracted",
    )
    read = feedparser.parse(atom(WATCH, [issue(evil)], "http://127.0.0.1/feeds/owls.atom"))
    assert not read.bozo
    (entry,) = read.entries
    assert entry.title.startswith("Retracted: </title>")
    assert entry.content[0].type == "text/plain"
    assert [link.href for link in entry.get("links", [])] == []


def test_each_reader_has_their_own_feeds_and_programs_use_a_token(watches: Watches, tmp_path: Path) -> None:
    token, line = new_token("ann")
    (tmp_path / "tokens").write_text(line)
    (tmp_path / "accounts").write_text(f"bob:{bcrypt.hashpw(b'bob likes owls', bcrypt.gensalt(4)).decode()}")
    for name, user in (("owls", None), ("anns", "ann"), ("bobs", "bob")):
        watches.add(Watch(name, "owls?", user=user))
    serving = Serving(accounts=Accounts(tmp_path / "accounts"), tokens=AccessTokens(tmp_path / "tokens"))
    with served(Scripted([OWLS]), watches=watches, serving=serving) as url:
        entered = request(url, "/login", method="POST", body=b"name=bob&password=bob+likes+owls")
        session = {"Cookie": entered.headers["set-cookie"].split(";")[0]}
        for headers, seen in (
            ({}, [401, 401, 401]),
            ({"Authorization": "Bearer wrong"}, [401, 401, 401]),
            ({"Authorization": f"Bearer {token}"}, [200, 200, 404]),
            (session, [404, 404, 200]),
        ):
            assert [request(url, f"/feeds/{n}.atom", headers=headers).status for n in ("owls", "anns", "bobs")] == seen


def test_with_tokens_alone_a_feed_is_as_open_as_the_page(watches: Watches, tmp_path: Path) -> None:
    _found(watches, OWLS)
    (tmp_path / "tokens").write_text(new_token("ann")[1])
    with served(Scripted([OWLS]), watches=watches, serving=Serving(tokens=AccessTokens(tmp_path / "tokens"))) as url:
        assert (request(url, "/").status, request(url, "/feeds/owls.atom").status) == (200, 200)


def test_a_watch_of_another_reader_is_not_shown(visit: Callable[..., Page], watches: Watches) -> None:
    watches.add(Watch("anns", "owls?", user="ann"))
    watches.add(named("ours"))
    with served(Scripted([OWLS]), watches=watches) as url:
        page = visit(url)
        page.get_by_role("link", name="Watches").click()
        expect(page.locator("#view-watches .watch")).to_have_count(1)
