"""A connection to a Chroma server: few requests at once, failed ones tried again, its errors as ours.

Knows no index. Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from threading import BoundedSemaphore
from typing import Any, TypeVar

from assistant.errors import ChromaFailed
from assistant.index.vectors.reading import VectorsUnreadable
from assistant.settings import Secret

PAGE = 300  # rows of one request, asked for, written or deleted: the limit of Chroma's cloud
_AT_ONCE = 8  # requests; it allows ten
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_REFUSED = {401, 403}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where the vectors are. `rows`: of one collection, at most; the cloud takes 5 million. `waits`: seconds before a
    request of a run that writes is made again; a server may be started again under it.
    """

    url: str
    token: Secret | None = None
    tenant: str = ""
    database: str = ""
    timeout: float = 60.0
    rows: int = 5_000_000
    waits: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)


class Connection:
    """Raises `ChromaFailed` where the server cannot be reached, also after `waits` (seconds), or refuses."""

    def __init__(self, server: ChromaServer, *, waits: Sequence[float]) -> None:
        self._server, self._waits = server, waits
        self._gate = _gate(server.url)
        self.client: Any = self.ask(partial(_open, server))
        self._pool = ThreadPoolExecutor(_AT_ONCE)

    def close(self) -> None:
        self._pool.shutdown()
        self.client._server._session.close()  # its own close leaves the connections open
        self.client.close()

    def ask(self, call: Callable[[], T]) -> T:
        """Only what may be done twice: a request may have been carried out though its answer was lost."""
        for wait in (*self._waits, None):
            try:
                with self._gate:
                    return call()
            except (TypeError, AttributeError):  # of our own making
                raise
            except Exception as error:  # what is no answer of Chroma its client raises as a bare Exception
                if wait is None or not _may_pass(error):
                    raise _ours(error, self._server) from _safe(error, self._server)
                time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def each(self, calls: Iterable[Callable[[], T]]) -> list[T]:
        """All of them, several at once; what they return in their order."""
        return list(self._pool.map(self.ask, calls))


@cache
def _gate(url: str) -> BoundedSemaphore:
    """One for each server in the whole process."""
    return BoundedSemaphore(_AT_ONCE)


def _open(server: ChromaServer) -> Any:  # chromadb is imported late, and so are its types
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")  # read when chromadb is imported
    import chromadb
    import httpx
    from chromadb.config import Settings

    headers = {"x-chroma-token": server.token.reveal()} if server.token else {}
    # chromadb waits for ever, from its first request on: so one of ours comes before it.
    httpx.get(f"{server.url}/api/v2/heartbeat", headers=headers, timeout=server.timeout).raise_for_status()
    client: Any = chromadb.HttpClient(
        host=server.url,
        headers=headers,
        settings=Settings(anonymized_telemetry=False),
        tenant=server.tenant or chromadb.DEFAULT_TENANT,
        database=server.database or chromadb.DEFAULT_DATABASE,
    )
    client._server._session.timeout = httpx.Timeout(server.timeout)  # it has no setting for that
    return client


def _status(error: BaseException) -> int | None:
    """That of the answer, where the error came of one."""
    import httpx
    from chromadb.errors import ChromaError

    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code
    if isinstance(error, ChromaError):
        return error.code()
    return _status(error.__context__) if error.__context__ else None


def _may_pass(error: BaseException) -> bool:
    import httpx

    unreached = isinstance(error, httpx.TransportError) or isinstance(error.__context__, httpx.TransportError)
    return unreached or _status(error) in _PASSING


def _ours(error: BaseException, server: ChromaServer) -> ChromaFailed | VectorsUnreadable:
    status, said = _status(error), _said(error, server)
    if _may_pass(error):
        return ChromaFailed(
            f"the Chroma server at {server.url} does not answer ({said})",
            hint="See that it runs and that ASSISTANT_CHROMA_URL is its address, then run it again: "
            "what is finished is kept.",
        )
    if status in _REFUSED:
        return ChromaFailed(
            f"the Chroma server at {server.url} refuses ({said})",
            hint="Put its token into ASSISTANT_CHROMA_TOKEN and, if it is not the default one, tenant and database "
            "into ASSISTANT_CHROMA_DATABASE.",
        )
    if status is not None:
        return VectorsUnreadable(said)
    return ChromaFailed(
        f"what answers at {server.url} is no Chroma server ({said})",
        hint="Set ASSISTANT_CHROMA_URL to the address of one, such as http://localhost:8000.",
    )


def _said(error: BaseException, server: ChromaServer) -> str:
    """What the error says, in one line and without the token."""
    said = " ".join(str(error).split()) or type(error).__name__
    if server.token:
        said = said.replace(server.token.reveal(), "***")
    return said[:200]


def _safe(error: BaseException, server: ChromaServer) -> BaseException | None:
    """The cause, unless it repeats the token."""
    return None if server.token and server.token.reveal() in str(error) else error
