"""Each service's answers, through its own library and real HTTP, become records."""

import datetime
from pathlib import Path

import pytest

from assistant.errors import FetchFailed, UsageError
from assistant.fetching import Kept, Polite, Request, fetch, look
from assistant.fetching.arxiv_new import arxiv_new
from assistant.fetching.arxiv_papers import atom_body, of_category, of_ids, of_query
from assistant.fetching.daily_papers import daily_papers
from assistant.fetching.feed import feed
from assistant.fetching.openalex import HINTS, openalex
from assistant.fetching.polite import USER_AGENT, json_body
from assistant.fetching.zotero import HINTS as ZOTERO_HINTS
from assistant.fetching.zotero import zotero
from assistant.settings import Secret
from assistant.types import Record
from tests.fetching import shapes
from tests.servers.services import Said, Service

_DAY = datetime.date(2025, 1, 6)


def _json() -> Polite:
    return Polite(pause=0, wait=0.01, check=json_body, hints=HINTS)


def _xml() -> Polite:
    return Polite(pause=0, wait=0.01, check=atom_body)


def _all(request: Request) -> list[Record]:
    return [record for page in request.pages(None) for record in page.records]


def test_a_day_of_daily_papers_comes_page_by_page_with_the_day_of_the_listing() -> None:
    with Service(shapes.daily(lambda day: range(101) if day == "2025-01-06" else range(200, 202))) as server:
        days = [_DAY, _DAY - datetime.timedelta(days=1)]
        records = _all(daily_papers(days, _json(), base=server.url))
    assert [record.date for record in records] == ["2025-01-05"] * 2 + ["2025-01-06"] * 101
    assert records[2] == Record(
        "daily-papers",
        1,
        "Owls number 0",
        "Owls hunt at night 0.",
        "2501.00000",
        ("Ida Näf",),
        "2025-01-06",
        url="https://arxiv.org/abs/2501.00000",
    )
    assert [(a.query["date"], a.query["p"]) for a in server.asked] == [
        ("2025-01-05", "0"),
        ("2025-01-06", "0"),
        ("2025-01-06", "1"),
    ]
    assert {(a.headers["user-agent"], a.headers.get("authorization")) for a in server.asked} == {(USER_AGENT, None)}


def test_ten_thousand_results_of_arxiv_all_come(tmp_path: Path) -> None:
    with Service(shapes.arxiv(10_000)) as server:
        request = of_query("all:owls", _xml(), source="arxiv:owls", base=server.url, page=2000)
        fetched = fetch(request, Kept(tmp_path, request.source), progress=lambda _: None)
    assert (fetched.came, fetched.new, fetched.kept) == (10_000, 10_000, 10_000)
    assert [a.query["start"] for a in server.asked] == ["0", "2000", "4000", "6000", "8000"]
    assert {a.headers["user-agent"] for a in server.asked} == {USER_AGENT}


def test_a_category_of_arxiv_is_asked_for_by_the_days_of_submission() -> None:
    with Service(shapes.arxiv(1)) as server:
        (record,) = _all(of_category("cs.LG", 3, _DAY, _xml(), base=server.url))
    assert server.asked[0].query["search_query"] == "cat:cs.LG AND submittedDate:[202501040000 TO 202501062359]"
    assert record == Record(
        "arxiv:cs.LG",
        1,
        "Owls number 0",
        "Owls hunt at night 0.",
        "2501.00000",
        ("Ida Näf",),
        "2025-01-02",
        url="https://arxiv.org/abs/2501.00000",
        categories=("cs.LG",),
    )


def test_ids_of_arxiv_are_asked_for_a_hundred_at_a_time() -> None:
    with Service(shapes.arxiv(0)) as server:
        records = _all(of_ids([shapes.id_of(n) for n in range(150)], _xml(), base=server.url))
    assert [record.given_id for record in records] == [shapes.id_of(n) for n in range(150)]
    assert [len(a.query["id_list"].split(",")) for a in server.asked] == [100, 50]


def test_what_arxiv_announces_is_held_against_its_list_and_a_stale_feed_is_asked_again() -> None:
    feeds = [range(1), range(3)]
    with Service(
        lambda asked: (
            Said(b"<div class='paging'>Total of 3 entries</div>")
            if asked.path == "/list/cs.LG/new"
            else Said(shapes.announced(feeds.pop(0)))
        )
    ) as server:
        page = look(arxiv_new("cs.LG", Polite(pause=0, wait=0.01), base=server.url, wait=0))
    assert (len(page.records), page.total) == (3, 3)
    assert [a.path for a in server.asked] == ["/list/cs.LG/new", "/atom/cs.LG", "/atom/cs.LG"]
    assert page.records[1] == Record(
        "arxiv:cs.LG",
        1,
        "Owls number 1",
        "Owls hunt <$k$> 1.",
        "2501.00001",
        ("Ida Näf", "Bo Li"),
        None,
        "announced 2025-01-06",
        "https://arxiv.org/abs/2501.00001",
        ("cs.LG",),
    )


def test_works_of_openalex_come_with_their_abstracts_put_in_order_and_the_key_is_sent_to_it_alone() -> None:
    with Service(shapes.works(201)) as server:
        request = openalex("owls", _json(), since="2025-01-01", key=Secret("k-1"), base=server.url)
        pages = list(request.pages(None))
    assert [(len(page.records), page.next, page.total) for page in pages] == [(200, "200", 201), (1, None, 201)]
    assert pages[1].records[0] == Record(
        "openalex:owls",
        1,
        "Owls number 200",
        "Owls hunt at night.",
        "10.1000/owl.200",
        ("Ida Näf",),
        "2025-01-02",
        url="https://doi.org/10.1000/OWL.200",
        categories=("Birds",),
    )
    assert server.asked[0].query["filter"] == "from_publication_date:2025-01-01"
    assert {a.headers["authorization"] for a in server.asked} == {"Bearer k-1"}


def test_openalex_without_a_key_is_one_sentence_that_says_where_to_get_one() -> None:
    with (
        Service(lambda _: Said(b'{"error": "API key missing"}', 401)) as server,
        pytest.raises(FetchFailed) as raised,
    ):
        look(openalex("owls", _json(), base=server.url))
    assert str(raised.value) == f"127.0.0.1 refuses the request (401). {HINTS[401]}"
    assert len(server.asked) == 1


def test_a_library_of_zotero_comes_without_its_notes() -> None:
    with Service(shapes.library(101)) as server:
        records = _all(zotero("groups/42", _json(), collection="abcd", key=Secret("k-2"), base=server.url))
    assert [record.given_id for record in records] == [f"10.1000/owl.{n}" for n in range(101) if n != 1]
    assert records[0] == Record(
        "zotero:groups/42/abcd",
        1,
        "Owls number 0",
        "Owls hunt at night.",
        "10.1000/owl.0",
        ("Ida Näf",),
        "2025-01-02",
        url="https://doi.org/10.1000/OWL.0",
    )
    assert [a.path for a in server.asked] == ["/groups/42/collections/ABCD/items/top"] * 2
    assert {a.headers["authorization"] for a in server.asked} == {"Bearer k-2"}


def test_a_library_that_may_not_be_read_names_the_key_and_what_is_no_library_is_said() -> None:
    with Service(lambda _: Said(b"Forbidden", 403)) as server, pytest.raises(FetchFailed, match="ZOTERO_API_KEY"):
        look(zotero("42", Polite(pause=0, hints=ZOTERO_HINTS), base=server.url))
    with pytest.raises(UsageError, match="no Zotero library"):
        zotero("../42", _json())


def test_a_feed_is_followed_to_its_further_pages_and_its_markup_left_out() -> None:
    def entry(n: int) -> str:
        return (
            f"<item><title>Owls number {n}</title><link>https://example.org/{n}</link>"
            "<description>&lt;p&gt;Owls &lt;b&gt;hunt&lt;/b&gt;.&lt;/p&gt;</description>"
            "<pubDate>Mon, 06 Jan 2025 00:00:00 GMT</pubDate></item>"
        )

    def rss(n: int, more: str) -> Said:
        link = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="{more}"/>' if more else ""
        return Said(f'<rss version="2.0"><channel><title>t</title>{link}{entry(n)}</channel></rss>'.encode())

    with Service(lambda asked: rss(1, "") if asked.query else rss(0, "?page=2")) as server:
        records = _all(feed(f"{server.url}/feed", Polite(pause=0)))
    assert [(r.given_id, r.title, r.abstract, r.date) for r in records] == [
        ("https://example.org/0", "Owls number 0", "Owls hunt.", "2025-01-06"),
        ("https://example.org/1", "Owls number 1", "Owls hunt.", "2025-01-06"),
    ]


@pytest.mark.parametrize("body", [b"", b"<html><p>Not here", b"<rss", b'{"a": 1}'])
def test_what_is_no_feed_is_an_error_and_not_nothing_new(body: bytes) -> None:
    with Service(lambda _: Said(body)) as server, pytest.raises(FetchFailed, match="no Atom or RSS feed"):
        look(feed(server.url, Polite(pause=0)))
