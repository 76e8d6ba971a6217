"""Fetching from the page: over real HTTP from a real server into a real index, and its forms in a real browser."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant import open_assistant
from assistant.ingest import IndexStock
from assistant.settings import FETCHED, Settings
from assistant.types import FetchTerms
from assistant.web.add.stock import Stock
from assistant.web.server.serving import Serving
from tests.fetching import shapes
from tests.making import OWLS
from tests.servers.services import Said, Service
from tests.web.asking import Scripted
from tests.web.served import Told, request, served
from tests.web.stocked import MemoryStock

Over = Callable[..., str]
Visit = Callable[..., Page]
_DAY = "service=daily-papers&date=2025-01-06"


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Over]:
    """Serves a page whose readers may have `services` asked."""
    with ExitStack() as running:

        def over(stock: Stock, services: tuple[str, ...] = FETCHED) -> str:
            serving = Serving(data=tmp_path / "data", fetch=services)
            return running.enter_context(served(Scripted([OWLS]), stock=stock, serving=serving))

        yield over


def _post(url: str, query: str) -> Told:
    return request(url, f"/fetch?{query}", method="POST")


def _job(url: str) -> dict[str, object]:
    """The last job, once it is over."""
    while True:
        job: dict[str, object] = request(url, "/api/v1/sources").json["jobs"][0]
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.02)


def test_what_a_service_lists_is_asked_of_the_operators_address_and_found_by_questions(
    over: Over, own_index: Path
) -> None:
    with Service(shapes.daily(lambda _: range(2))) as server:
        settings = Settings(index=own_index, fetch={"daily-papers": server.url})
        url = over(IndexStock(settings), ("daily-papers",))
        assert _post(url, f"{_DAY}&base=http://127.0.0.1:1").status == 202
        job = _job(url)
    assert (job["state"], job["source"]) == ("done", "daily-papers")
    assert [asked.query["date"] for asked in server.asked] == ["2025-01-06"]
    assert request(url, "/api/v1/sources").json["sources"]["daily-papers"] == 2
    found = open_assistant(str(own_index)).search("owls that hunt at night", 2)
    assert {paper.paper.title for paper in found} == {"Owls number 0", "Owls number 1"}


def test_a_service_that_refuses_is_told_with_what_to_do(over: Over, own_index: Path) -> None:
    with Service(lambda _: Said(b"no", 401)) as server:
        url = over(IndexStock(Settings(index=own_index, fetch={"openalex": server.url})), ("openalex",))
        assert _post(url, "service=openalex&query=owls").status == 202
        told = str(_job(url)["problem"])
    assert told.startswith("127.0.0.1 refuses the request (401). OpenAlex wants a key")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("service=openalex&query=owls", "'openalex' is no service that may be asked here. It may be one of arxiv."),
        ("service=feed&url=http://127.0.0.1/", "'feed' is no service that may be asked here. It may be one of arxiv."),
        ("service=arxiv", "ArXiv needs a category or a query, one of them. Give a category such as cs.LG."),
        ("service=arxiv&query=" + "x" * 301, "More than 300 characters are no query. Shorten it."),
    ],
)
def test_what_may_not_be_asked_is_refused_and_makes_no_job(over: Over, query: str, told: str) -> None:
    stock = MemoryStock()
    url = over(stock, ("arxiv",))
    refused = _post(url, query)
    assert (refused.status, refused.json) == (400, {"error": told})
    assert (request(url, "/api/v1/sources").json["jobs"], stock.asked) == ([], [])


def test_without_the_operators_word_there_is_no_form_and_nothing_is_asked(over: Over, visit: Visit) -> None:
    stock = MemoryStock()
    url = over(stock, ())
    assert _post(url, _DAY).status == 400
    page = visit(url)
    page.get_by_role("link", name="Add", exact=True).click()
    expect(page.locator("#add-form .drop")).to_be_visible()
    expect(page.get_by_text("Fetch from a service")).to_have_count(0)
    assert stock.asked == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_category_is_fetched_in_the_browser_with_progress_and_what_came(over: Over, visit: Visit, width: int) -> None:
    held = threading.Event()
    stock = MemoryStock(held=held)
    page = visit(over(stock), width=width, height=800)
    page.get_by_role("link", name="Add", exact=True).click()
    page.get_by_text("Fetch from a service").click()
    form = page.locator("form.fetch").filter(has_text="arXiv, a category")
    form.locator("[name=category]").fill("cs.LG")
    form.get_by_label("Days").fill("3")
    form.get_by_role("button").click()
    expect(page.locator("#job-1.working")).to_contain_text("Fetching: 1 of 3 came")
    for box in ("document.documentElement", "document.querySelector('#view-add')"):
        assert page.evaluate(f"{box}.scrollWidth <= window.innerWidth")
    held.set()
    expect(page.locator("#job-1.done")).to_contain_text("1 came, 1 of them new. Announced 3, got 1: try again later.")
    expect(page.locator(".stocked li")).to_contain_text("arxiv:cs.LG")
    assert stock.asked == [FetchTerms("arxiv", category="cs.LG", days=3)]
