"""From terms to the request of a service: each is imported only when it is asked."""

from datetime import date, timedelta

from assistant.corpus.dates import check_day
from assistant.errors import UsageError
from assistant.fetching.page import Request
from assistant.fetching.polite import Polite, json_body
from assistant.settings import Settings
from assistant.types import FetchTerms

_MOST_DAYS = 366


def request_of(terms: FetchTerms, settings: Settings) -> Request:
    """Asks nothing yet. Raises `UsageError` for terms that cannot be asked for, `ImportError` without the libraries."""
    return _SERVICES[terms.service](terms, settings)


def _daily_papers(terms: FetchTerms, _: Settings) -> Request:
    from assistant.fetching import daily_papers as service

    last = date.fromisoformat(check_day(terms.date) or _today().isoformat())
    days = [last - timedelta(days=n) for n in range(_days(terms.days or 1))]
    return service.daily_papers(days, Polite(check=json_body), base=terms.base or service.ADDRESS)


def _arxiv(terms: FetchTerms, _: Settings) -> Request:
    from assistant.fetching import arxiv_new
    from assistant.fetching import arxiv_papers as service

    if terms.days and not terms.category:
        raise UsageError("--days goes with --category", hint="Give --category cs.LG --days 7, for example.")
    if terms.category and not terms.days:
        return arxiv_new.arxiv_new(terms.category, Polite(pause=service.PAUSE), base=terms.base)
    polite, base = Polite(pause=service.PAUSE, check=service.atom_body), terms.base or service.ADDRESS
    if terms.category:
        return service.of_category(terms.category, _days(terms.days), _today(), polite, base=base)
    if terms.ids:
        return service.of_ids(terms.ids, polite, base=base)
    return service.of_query(terms.query, polite, source=f"arxiv:{terms.query}", base=base)


def _openalex(terms: FetchTerms, settings: Settings) -> Request:
    from assistant.fetching import openalex as service

    polite, base = Polite(check=json_body, hints=service.HINTS), terms.base or service.ADDRESS
    since = check_day(terms.since)
    return service.openalex(terms.query, polite, since=since, key=settings.openalex_key, base=base)


def _zotero(terms: FetchTerms, settings: Settings) -> Request:
    from assistant.fetching import zotero as service

    polite, base = Polite(check=json_body, hints=service.HINTS), terms.base or service.ADDRESS
    return service.zotero(terms.library, polite, collection=terms.collection, key=settings.zotero_key, base=base)


def _feed(terms: FetchTerms, _: Settings) -> Request:
    from assistant.fetching import feed as service

    return service.feed(terms.url, Polite())


_SERVICES = {
    "daily-papers": _daily_papers,
    "arxiv": _arxiv,
    "openalex": _openalex,
    "zotero": _zotero,
    "feed": _feed,
}


def _today() -> date:
    return date.today()


def _days(number: int | None) -> int:
    if number is None or not 1 <= number <= _MOST_DAYS:
        raise UsageError(f"{number} is not a number of days from 1 to {_MOST_DAYS}", hint="Ask for fewer days.")
    return number
