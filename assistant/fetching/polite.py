"""The one way to the network: slow, patient, bounded, and never to another host than the one asked.

The services' libraries ride on it (`riding.py`); their own retries and redirects are off.
"""

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from assistant.errors import FetchFailed

USER_AGENT = f"paper-assistant/{version('paper-assistant')}"
_MOST_BYTES = 50_000_000
_TRIES = 4
_LONGEST_WAIT = 120.0  # seconds; a server that wants more is asked again another time
_REDIRECTS = 5
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WHAT_TO_DO = "What came before it is kept; run the same command again to go on."


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _TryAgain(Exception):
    """Worth another try. The text is what to say where none helps; `after` the seconds a server asks for."""

    def __init__(self, text: str, after: float = 0.0) -> None:
        super().__init__(text)
        self.after = after


class Polite:
    """`pause`: seconds between two requests. `wait`: seconds before the first retry, doubled for each further one.

    `hints`: what to do about a status such as 401. `check`: raises ValueError for a body that is not of the form.
    """

    def __init__(
        self,
        *,
        pause: float = 1.0,
        wait: float = 10.0,
        timeout: float = 60.0,
        hints: Mapping[int, str] | None = None,
        check: Callable[[bytes], object] | None = None,
    ) -> None:
        self._pause, self._wait, self._hints, self._check = pause, wait, hints or {}, check
        self._client = httpx2.Client(timeout=timeout)
        self._last = float("-inf")

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Raises `FetchFailed` for whatever is not a good answer, in one sentence."""
        sent = {**{name.lower(): text for name, text in (headers or {}).items()}, "user-agent": USER_AGENT}
        sent.pop("host", None)
        if not _host(url):
            raise FetchFailed(f"{url!r} is no address", hint="Give one that begins with https://.")
        for attempt in range(_REDIRECTS + 1):
            reply = self._patiently(url, sent)
            if reply.status not in (301, 302, 303, 307, 308):
                return reply
            if attempt < _REDIRECTS:
                url = same_host(url, reply.headers.get("location", ""))
        raise FetchFailed(f"{_host(url)} sends from one address to the next", hint="Try again later.")

    def _patiently(self, url: str, headers: Mapping[str, str]) -> Reply:
        tries = Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=self._how_long,
            retry=retry_if_exception_type(_TryAgain),
            sleep=time.sleep,
            reraise=True,
        )
        try:
            return tries(self._once, url, headers)
        except _TryAgain as error:
            raise FetchFailed(f"{_host(url)} {error}, {_TRIES} times", hint=_WHAT_TO_DO) from error

    def _how_long(self, state: RetryCallState) -> float:
        """What the server asks for, or twice as long each time; never in step with other programs."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, _TryAgain) else 0.0
        backoff = self._wait * 2.0 ** (state.attempt_number - 1)
        return float(min(max(asked, backoff), _LONGEST_WAIT) + random.uniform(0, self._wait / 2))

    def _once(self, url: str, headers: Mapping[str, str]) -> Reply:
        time.sleep(max(0.0, self._last + self._pause - time.monotonic()))
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                self._check_status(url, response)
                body = _body(url, response)
                kept = {k: v for k, v in response.headers.items() if k not in _OF_THE_WIRE}
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise FetchFailed(
                f"{_host(url)} cannot be reached", hint="Check the network, then run the same command again."
            ) from error
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise FetchFailed(f"{url!r} is no address", hint="Give one that begins with https://.") from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise _TryAgain("breaks off before all is sent") from error
        finally:
            self._last = time.monotonic()
        if self._check and response.status_code == 200:
            try:
                self._check(body)
            except (ValueError, SyntaxError, RecursionError) as error:
                raise _TryAgain("answers with something that is not of the expected form") from error
        return Reply(response.status_code, kept, body)

    def _check_status(self, url: str, response: httpx2.Response) -> None:
        status = response.status_code
        if hint := self._hints.get(status):
            raise FetchFailed(f"{_host(url)} refuses the request ({status})", hint=hint)
        if status in _AGAIN:
            raise _TryAgain(f"is busy or broken ({status})", _seconds(response.headers.get("retry-after", "")))
        if status >= 400:
            raise FetchFailed(f"{_host(url)} refuses the request ({status})", hint="Check what was asked for.")


_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"})


def json_body(body: bytes) -> object:
    """For `check`. Raises ValueError for what is not JSON."""
    return json.loads(body)


def _body(url: str, response: httpx2.Response) -> bytes:
    """What unpacks is counted as it unpacks, so that a small answer cannot fill the memory."""
    body = bytearray()
    for piece in response.iter_bytes(65_536):
        body += piece
        if len(body) > _MOST_BYTES:
            raise FetchFailed(
                f"{_host(url)} sends more than {_MOST_BYTES // 1_000_000} MB in one answer", hint="Ask for less."
            )
    return bytes(body)


def same_host(url: str, location: str) -> str:
    """The address a server sends on to. Raises `FetchFailed` where that is another host: nobody asked for it."""
    there = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(there)
    upgraded = (old.scheme, new.scheme) == ("http", "https")
    if (not upgraded and _origin(old) != _origin(new)) or old.hostname != new.hostname:
        raise FetchFailed(
            f"{_host(url)} sends on to {_host(there) or 'no address'}, which was not asked for",
            hint="If that address is to be trusted, give it in place of the other.",
        )
    return there


def _origin(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc.rpartition("@")[2].lower()


def _host(url: str) -> str:
    """Never the path or the query, which may hold a key."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _seconds(text: str) -> float:
    return float(text) if text.strip().isdigit() else 0.0
