"""Has a service asked for papers, where the operator allows it."""

from collections.abc import Collection

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from assistant.doors.rest.routes import PROBLEMS
from assistant.doors.rest.schema import JobJson
from assistant.errors import UsageError
from assistant.types import FetchTerms
from assistant.web.add.intake import Intake

_LONGEST = 300  # characters of a query


def add_fetches(app: FastAPI, intake: Intake, services: Collection[str]) -> None:
    """POST /fetch?service=arxiv&category=cs.LG&days=3; 202 with the job's number. For other programs the same stands
    at /api/v1/sources/fetch. Which addresses are asked is the operator's to say, never the reader's.
    """

    @app.post("/fetch", include_in_schema=False)
    @app.post("/api/v1/sources/fetch", status_code=202, response_model=JobJson, responses=PROBLEMS)
    def fetch(
        service: str,
        query: str = "",
        category: str = "",
        days: int | None = None,
        date: str | None = None,
        since: str | None = None,
    ) -> Response:
        """Has one of the services asked that ASSISTANT_FETCH names: daily-papers, arxiv or openalex."""
        terms = FetchTerms(service, query.strip(), category.strip(), date=date, days=days, since=since)
        try:
            _check(terms, services)
            intake.check_room()
        except UsageError as error:
            told = str(error)
            return JSONResponse({"error": told[:1].upper() + told[1:]}, 400)
        job = intake.fetch(terms)
        return JSONResponse({"job": job.number, "source": job.source}, 202)


def _check(terms: FetchTerms, services: Collection[str]) -> None:
    if terms.service not in services:
        allowed = f"It may be one of {', '.join(services)}." if services else "ASSISTANT_FETCH names those that may."
        raise UsageError(f"{terms.service!r} is no service that may be asked here", hint=allowed)
    if terms.service == "arxiv" and bool(terms.category) == bool(terms.query):
        raise UsageError("arXiv needs a category or a query, one of them", hint="Give a category such as cs.LG.")
    if terms.service == "openalex" and not terms.query:
        raise UsageError("OpenAlex needs words to search for", hint="Give some.")
    if len(terms.query) > _LONGEST or len(terms.category) > _LONGEST:
        raise UsageError(f"more than {_LONGEST} characters are no query", hint="Shorten it.")
