"""The feeds of the watches: /feeds/NAME.atom, for whoever they belong to."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response

from assistant.watching import Watch, Watches
from assistant.watching.feed import atom

_ISSUES = 100
_TOKEN = "token:"
_NONE = "There is no such feed.\n"


def add_feeds(app: FastAPI, watches: Watches, reader: Callable[[Request], str]) -> None:
    """`reader`: who asks; a program by a token of the same name sees what an account sees, and what is nobody's."""

    @app.get("/feeds/{name}.atom", include_in_schema=False)
    def feed(name: str, request: Request) -> Response:
        watch = watches.get(name)
        if watch is None or not _may_see(watch, reader(request)):
            return Response(_NONE, 404, media_type="text/plain")
        content = atom(watch, watches.issues(name, _ISSUES), str(request.url))
        headers = {"cache-control": "private, no-cache", "x-content-type-options": "nosniff"}
        return Response(content, headers=headers, media_type="application/atom+xml")


def _may_see(watch: Watch, reader: str) -> bool:
    if reader.startswith(_TOKEN):
        return watch.user in (None, reader.removeprefix(_TOKEN))
    return watch.user == (reader or None)
