"""OpenAlex by query, through pyalex."""

from collections.abc import Iterator

import pyalex

from assistant.corpus import canonical_id
from assistant.errors import FetchFailed
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite
from assistant.fetching.riding import ride
from assistant.settings import Secret
from assistant.types import Record

ADDRESS = "https://api.openalex.org"
_KEY = "OpenAlex wants a key: get a free one at openalex.org and set OPENALEX_API_KEY."
HINTS = {401: _KEY, 403: _KEY}
_PAGE = 200


def openalex(
    query: str, polite: Polite, *, since: str | None = None, key: Secret | None = None, base: str = ADDRESS
) -> Request:
    """Every work that OpenAlex finds, from the publication day `since`. `next` is its cursor."""
    source = f"openalex:{query}"

    def pages(start: str | None) -> Iterator[Page]:
        pyalex.config.api_key = key.reveal() if key else None
        works = pyalex.Works().search(query)
        if since:
            works = works.filter(from_publication_date=since)
        pager = works.paginate(method="cursor", cursor=start or "*", per_page=_PAGE, n_max=None)
        # pyalex has neither a public way to its session nor to its address
        ride(pager._session, polite, moved=(ADDRESS, base.rstrip("/")))
        try:
            for found in pager:
                cursor = found.meta["next_cursor"] if found else None
                yield Page(tuple(_record(work, source) for work in found), cursor, found.meta["count"])
                if cursor is None:
                    return
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # JSON, but no list of works
            raise FetchFailed("OpenAlex answers with something that is no list of works", hint="Try later.") from error

    return Request(source, f"{base} {query} {since}", pages)


def _record(work: pyalex.Work, source: str) -> Record:
    doi = work.get("doi")
    topic = work.get("primary_topic") or {}
    names = ((authorship.get("author") or {}).get("display_name") for authorship in work.get("authorships") or ())
    return Record(
        source=source,
        line=1,
        title=" ".join((work.get("title") or work.get("display_name") or "").split()),
        abstract=" ".join((work["abstract"] or "").split()),
        given_id=canonical_id(doi) if doi else work["id"].rpartition("/")[2],
        authors=tuple(name for name in names if name),
        date=work.get("publication_date"),
        url=doi or work["id"],
        categories=(topic["display_name"],) if topic.get("display_name") else (),
        status="retracted" if work.get("is_retracted") else "",
    )
