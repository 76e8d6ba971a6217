"""What can be saved from the page: exports of answers and conversations, and records."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import FastAPI, Request, Response

from assistant.exporting import FORMS, export, file_name
from assistant.keeping import Conversations
from assistant.types import Answer

_GONE = "This is no longer kept. Ask the question again.\n"
User = Callable[[Request], str | None]


def add_downloads(app: FastAPI, store: Conversations, user: User) -> None:
    """The addresses under which they lie; `user` tells whose conversations a request may see.

    export/answer/TURN.md and record/TURN of one answer, export/conversation/ID.md of all, whether ID is the
    conversation's name or that of one of its turns.
    """

    @app.get("/record/{turn}", include_in_schema=False)
    def record(turn: str, request: Request) -> Response:
        found, asked = store.record(turn, user(request)), store.turn(turn, user(request))
        name = file_name(f"record {asked.question}", FORMS["json"]) if asked else ""
        return _file(found, FORMS["json"].media_type, name) if found else _gone()

    @app.get("/export/answer/{turn}.{ending}", include_in_schema=False)
    def answer(turn: str, ending: str, request: Request) -> Response:
        found = store.turn(turn, user(request))
        return _export(found.answer.question, [found.answer], ending) if found and found.answer else _gone()

    @app.get("/export/conversation/{id}.{ending}", include_in_schema=False)
    def conversation(id: str, ending: str, request: Request) -> Response:
        owner = user(request)
        thread = store.conversation_of(id, owner) or id
        title = store.title(thread, owner)
        answers = [turn.answer for turn in store.turns(thread, owner) if turn.answer]
        return _export(title, answers, ending) if title is not None else _gone()


def _export(title: str, answers: list[Answer], ending: str) -> Response:
    form = FORMS.get(ending)
    return _file(export(answers, form, title=title), form.media_type, file_name(title, form)) if form else _gone()


def _file(content: bytes, media_type: str, name: str) -> Response:
    """Saved, never shown: whatever a paper says is not carried out in the page's own name."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(content, headers=headers, media_type=media_type)


def _gone() -> Response:
    return Response(_GONE, 404, media_type="text/plain")
