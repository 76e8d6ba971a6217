"""arXiv by query, category and days, or ids, through arxiv.py. What is announced today: `arxiv_new.py`."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import islice

import arxiv
from lxml import etree

from assistant.corpus import canonical_id
from assistant.corpus.standing import standing
from assistant.errors import FetchFailed
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite
from assistant.fetching.riding import ride
from assistant.types import Record

ADDRESS = "https://export.arxiv.org"
PAUSE = 3.0  # seconds between requests, as arXiv's terms ask
_PAGE = 200
_IDS = 100  # in one address


def atom_body(body: bytes) -> object:
    """For `Polite.check`. arxiv.py takes what is broken for an empty feed, and that for the end."""
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


def of_query(query: str, polite: Polite, *, source: str, base: str = ADDRESS, page: int = _PAGE) -> Request:
    """Every paper that arXiv finds, the earliest first, so that what is new meanwhile shifts none. `next` counts."""

    def pages(start: str | None) -> Iterator[Page]:
        search = arxiv.Search(
            query=query,
            max_results=None,
            sort_by=arxiv.SortCriterion.SubmittedDate,
            sort_order=arxiv.SortOrder.Ascending,
        )
        done = int(start or 0)
        results = _client(polite, base, page).results(search, offset=done)
        while found := _taken(results, page):
            done += len(found)
            yield Page(tuple(_record(result, source) for result in found), str(done))
        yield Page((), None)

    return Request(source, f"{base} {query}", pages)


def of_category(
    category: str, days: int, today: datetime.date, polite: Polite, *, base: str = ADDRESS, page: int = _PAGE
) -> Request:
    """What was submitted to the category on the last `days` days, today among them."""
    first = today - datetime.timedelta(days=days - 1)
    query = f"cat:{category} AND submittedDate:[{first:%Y%m%d}0000 TO {today:%Y%m%d}2359]"
    return of_query(query, polite, source=f"arxiv:{category}", base=base, page=page)


def of_ids(ids: Sequence[str], polite: Polite, *, base: str = ADDRESS) -> Request:
    """The papers of these canonical ids."""

    def pages(start: str | None) -> Iterator[Page]:
        client = _client(polite, base, _IDS)
        for at in range(int(start or 0), len(ids), _IDS):
            batch = list(ids[at : at + _IDS])
            results = client.results(arxiv.Search(id_list=batch, max_results=len(batch)))
            found = tuple(_record(result, "arxiv:ids") for result in _taken(results, _IDS))
            yield Page(found, str(at + _IDS) if at + _IDS < len(ids) else None, len(ids))

    return Request("arxiv:ids", f"{base} {' '.join(ids)}", pages)


def _client(polite: Polite, base: str, page: int) -> arxiv.Client:
    client = arxiv.Client(page_size=page, delay_seconds=0, num_retries=2)  # the pause is `polite`'s
    client.query_url_format = base.rstrip("/") + "/api/query?{}"
    ride(client._session, polite)  # arxiv.py has no public way to its session
    return client


def _taken(results: Iterator[arxiv.Result], most: int) -> list[arxiv.Result]:
    try:
        return list(islice(results, most))
    except arxiv.ArxivError as error:
        raise FetchFailed(
            "arXiv answers with an empty page before the end", hint="Run the same command again to go on."
        ) from error


def _record(result: arxiv.Result, source: str) -> Record:
    """The day is that of the first version."""
    id = canonical_id(result.get_short_id())
    return Record(
        source=source,
        line=1,
        title=" ".join(result.title.split()),
        abstract=" ".join(result.summary.split()),
        given_id=id,
        authors=tuple(author.name for author in result.authors),
        date=result.published.date().isoformat(),
        url=f"https://arxiv.org/abs/{id}",
        categories=tuple(result.categories),
        status=standing(result.title, result.summary, result.comment or ""),
    )
