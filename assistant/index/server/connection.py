"""Requests to a Chroma server: few at once, those that fail for a moment made again, its errors as ours.

Speaks Chroma's HTTP API itself: chromadb's own client of it waits for ever and leaves connections open. Knows no index.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from assistant.errors import ChromaFailed
from assistant.index.vectors.reading import VectorsUnreadable
from assistant.settings import Secret

if TYPE_CHECKING:
    import httpx

_AT_ONCE = 8  # requests; Chroma's cloud allows ten
_CONNECT = 10.0  # seconds
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_REFUSED = {401, 403}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where the vectors are. `database`: TENANT/DATABASE, or "" for the first one that the token may use.

    `timeout`: seconds. `most`: rows of one collection; the cloud takes 5 million. `waits`: seconds before a request of
    a run that writes is made again; a server may be started anew under it.
    """

    url: str
    token: Secret | None = None
    database: str = ""
    timeout: float = 60.0
    most: int = 5_000_000
    waits: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)


class _NotNow(Exception):
    """What may go well in a moment."""


class Connection:
    """Raises `ChromaFailed` where the server cannot be reached, also after `waits` (seconds), or refuses, and
    `VectorsUnreadable` where it cannot do what is asked.
    """

    def __init__(self, server: ChromaServer, *, waits: tuple[float, ...]) -> None:
        import httpx  # late, as whatever only some need

        self._server, self._waits = server, waits
        self._gate = _gate(server.url)
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        token = {"x-chroma-token": server.token.reveal()} if server.token else {}
        waiting = httpx.Timeout(server.timeout, connect=min(server.timeout, _CONNECT))
        self._http = httpx.Client(headers=token, timeout=waiting)
        try:
            self._database = self._open()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._pool.shutdown()
        self._http.close()

    def collections(self, method: str, path: str = "", said: dict[str, Any] | None = None) -> Any:
        """What the server answers, as JSON. Only for what may be done twice: an answer may be lost."""
        return self._ask(method, f"{self._database}/collections{path}", said)

    def each(self, calls: Iterable[Callable[[], T]]) -> list[T]:
        """What they return, in their order; several are made at once."""
        return list(self._pool.map(lambda call: call(), calls))

    def _open(self) -> str:
        try:
            known = self._ask("GET", "/auth/identity")
            own = f"{known['tenant']}/{known['databases'][0]}"
        except (VectorsUnreadable, LookupError, TypeError) as error:
            raise self._foreign(error) from error
        tenant, _, database = (self._server.database or own).partition("/")
        path = f"/tenants/{quote(tenant, safe='')}/databases/{quote(database, safe='')}"
        try:
            self._ask("GET", path)
        except VectorsUnreadable as error:
            raise self._refused(error) from error
        return path

    def _ask(self, method: str, path: str, said: dict[str, Any] | None = None) -> Any:
        for wait in self._waits:
            try:
                return self._once(method, path, said)
            except _NotNow:
                time.sleep(wait)
        try:
            return self._once(method, path, said)
        except _NotNow as error:
            raise ChromaFailed(
                f"the Chroma server at {self._server.url} does not answer ({error})",
                hint="See that it runs and that ASSISTANT_CHROMA_URL is its address, then run it again: "
                "what is finished is kept.",
            ) from error

    def _once(self, method: str, path: str, said: dict[str, Any] | None) -> Any:
        import httpx

        try:
            with self._gate:
                answer = self._http.request(method, f"{self._server.url}/api/v2{path}", json=said)
        except httpx.InvalidURL as error:
            raise self._foreign(error) from error
        except httpx.RequestError as error:
            raise _NotNow(self._plain(str(error) or type(error).__name__)) from None  # it may repeat the token
        return self._read(answer)

    def _read(self, answer: "httpx.Response") -> Any:
        try:
            said = answer.json()
        except ValueError:
            said = None
        if answer.is_success and said is not None:
            return said
        what = self._plain(said["message"] if isinstance(said, dict) and "message" in said else str(answer.status_code))
        if answer.status_code in _PASSING:
            raise _NotNow(what)
        if answer.status_code in _REFUSED:
            raise self._refused(what)
        if said is not None:
            raise VectorsUnreadable(what)
        raise self._foreign(what)

    def _foreign(self, what: object) -> ChromaFailed:
        return ChromaFailed(
            f"what answers at {self._server.url} is no Chroma server ({what})",
            hint="Set ASSISTANT_CHROMA_URL to the address of one, such as http://localhost:8000.",
        )

    def _refused(self, what: object) -> ChromaFailed:
        return ChromaFailed(
            f"the Chroma server at {self._server.url} refuses ({what})",
            hint="Put its token into ASSISTANT_CHROMA_TOKEN and, if it is not the one that the server says, tenant and "
            "database into ASSISTANT_CHROMA_DATABASE.",
        )

    def _plain(self, said: str) -> str:
        """In one line and without the token, which a server may repeat."""
        said = " ".join(said.split())
        return (said.replace(self._server.token.reveal(), "***") if self._server.token else said)[:200]


def reach(server: ChromaServer) -> None:
    """Raises `ChromaFailed` where it does not answer, refuses, or is none."""
    Connection(server, waits=()).close()


@cache
def _gate(url: str) -> BoundedSemaphore:
    """One for each server in the whole process."""
    return BoundedSemaphore(_AT_ONCE)
