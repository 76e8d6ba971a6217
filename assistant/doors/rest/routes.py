"""The addresses of REST: ask, search, papers."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse

from assistant.answer_json import answer_to_json, paper_to_json, search_to_json, whole_paper_to_json
from assistant.doors.asked_filters import filters_of, known_sources
from assistant.doors.engine import Answering
from assistant.doors.leaving import unless_gone
from assistant.doors.paging import page_of
from assistant.doors.problems import sentence, status_of
from assistant.doors.rest import schema
from assistant.doors.rest.event_stream import event_stream
from assistant.errors import AssistantError
from assistant.exploring import Explorer
from assistant.types import Filters
from assistant.understanding.planner import check_question

ROOT = "/api/v1"
_MOST = 200  # papers of one reply
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": schema.ErrorJson} for status in (400, 401, 413, 429, 502, 503, "default")
}
UNKNOWN: dict[int | str, dict[str, Any]] = {**PROBLEMS, 404: {"model": schema.ErrorJson}}
_Names = Annotated[list[str], Query(max_length=100)]
Reader = Callable[[Request], str]


def add_rest(app: FastAPI, answering: Answering, explorer: Explorer | None, reader: Reader) -> None:
    """Papers are listed where there is an explorer. `reader`: whose request it is."""
    app.include_router(_asking(answering, explorer, reader))
    if explorer is not None:
        app.include_router(_papers(explorer))

    @app.exception_handler(AssistantError)
    async def refused(_: Request, error: AssistantError) -> JSONResponse:
        return JSONResponse({"error": sentence(error)}, status_of(error))

    @app.exception_handler(RequestValidationError)
    async def unreadable(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return JSONResponse({"error": f"{where}: {first['msg']}. See {ROOT}/docs."}, 400)


def _asking(answering: Answering, explorer: Explorer | None, reader: Reader) -> APIRouter:
    router = APIRouter(prefix=ROOT, responses=PROBLEMS)

    def restricted(filters: Filters | None) -> Filters | None:
        return filters if explorer is None else known_sources(filters, explorer)

    @router.post(
        "/ask",
        response_model=schema.AnswerJson,
        responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    )
    async def ask(asked: schema.Asked, request: Request) -> Response:
        """Answers a question: the whole answer, or with `stream` its events as they come."""
        check_question(asked.question)
        filters = await run_in_threadpool(restricted, filters_of(**asked.filters.model_dump()))
        given = asked.question, asked.history, filters
        if asked.stream:
            events = answering.events(*given, reader=reader(request))
            return StreamingResponse(event_stream(events), media_type="text/event-stream")
        answer = await unless_gone(request, answering.ask(*given, reader=reader(request)))
        return JSONResponse(answer_to_json(answer)) if answer else Response(status_code=499)

    @router.get("/search", response_model=schema.SearchJson)
    async def search(
        q: Annotated[str, Query(max_length=10_000)],
        k: Annotated[int, Query(ge=1, le=_MOST)] = 20,
        since: str | None = None,
        until: str | None = None,
        source: _Names = [],  # noqa: B006  (FastAPI copies it)
        category: _Names = [],  # noqa: B006
        author: _Names = [],  # noqa: B006
    ) -> Response:
        """Ranks papers for a question, without an answer. `source`, `category` and `author` may be repeated."""
        check_question(q)
        filters = await run_in_threadpool(restricted, filters_of(since, until, source, category, author))
        found = await run_in_threadpool(answering.engine.search, q, k, filters=filters)
        return JSONResponse(search_to_json(found))

    return router


def _papers(explorer: Explorer) -> APIRouter:
    router = APIRouter(prefix=ROOT, responses=PROBLEMS)

    @router.get("/papers", response_model=schema.PapersJson)
    def papers(
        limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
        cursor: str = "",
        since: str | None = None,
        until: str | None = None,
    ) -> Response:
        """Lists papers, the newest first; `cursor` is the `next` of the page before."""
        filters = filters_of(since, until) or Filters()
        page, after = page_of(explorer, filters, limit, cursor)
        return JSONResponse({"papers": [paper_to_json(paper) for paper in page], "next": after})

    @router.get("/papers/{id:path}", response_model=schema.WholePaperJson, responses=UNKNOWN)
    def paper(id: str) -> Response:
        """One paper with its abstract."""
        found = explorer.paper(id)
        if found is None:
            return JSONResponse({"error": f"No paper has the id {id}. List them: {ROOT}/papers"}, 404)
        return JSONResponse(whole_paper_to_json(found))

    return router
