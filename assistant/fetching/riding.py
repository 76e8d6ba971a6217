"""Lets the services' libraries send their requests through `Polite`, whichever HTTP library they use."""

import httpx
import httpx2
import requests
from requests.adapters import BaseAdapter

from assistant.fetching.polite import Polite


class OverRequests(BaseAdapter):
    """For libraries over requests: mounted on a session, it sends all.

    `moved`: a library's fixed address, and the one that stands in for it.
    """

    def __init__(self, polite: Polite, moved: tuple[str, str] | None = None) -> None:
        super().__init__()
        self._polite, self._moved = polite, moved

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        url = request.url or ""
        if self._moved and url.startswith(self._moved[0]):
            url = self._moved[1] + url.removeprefix(self._moved[0])
        reply = self._polite.get(url, {name: str(text) for name, text in request.headers.items()})
        response = requests.Response()
        response.status_code, response.url, response.request = reply.status, url, request
        response.headers.update(reply.headers)
        response._content = reply.body  # what requests' own adapters leave to its stream
        return response

    def close(self) -> None:
        pass


class OverHttpx(httpx.BaseTransport):
    """For libraries over httpx."""

    def __init__(self, polite: Polite) -> None:
        self._polite = polite

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        reply = self._polite.get(str(request.url), request.headers)
        return httpx.Response(reply.status, headers=reply.headers, content=reply.body)


class OverHttpx2(httpx2.BaseTransport):
    """For libraries over httpx2."""

    def __init__(self, polite: Polite) -> None:
        self._polite = polite

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        reply = self._polite.get(str(request.url), request.headers)
        return httpx2.Response(reply.status, headers=reply.headers, content=reply.body)


def ride(session: requests.Session, polite: Polite, *, moved: tuple[str, str] | None = None) -> None:
    """From here on, whatever the session is asked goes through `polite`."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, OverRequests(polite, moved))
