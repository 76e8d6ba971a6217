"""Who is logged in. Held in memory: a restart asks everybody for the password again.

Why: docs/decisions/0026-a-door-before-gradio.md
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from assistant.accounts import Accounts

LASTS = 30 * 24 * 3600  # seconds
_MOST = 10_000  # sessions; the oldest make room


@dataclass(frozen=True, slots=True)
class _Session:
    reader: str
    mark: str  # of the account then: another password ends it
    until: float


class Sessions:
    """Each has a secret name that its browser alone knows; only a hash of it is kept. Used from many threads."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float]) -> None:
        self._accounts, self._clock = accounts, clock
        self._open: OrderedDict[bytes, _Session] = OrderedDict()
        self._lock = Lock()

    def begin(self, reader: str) -> str:
        """The secret of a new session of this reader, whose password was right."""
        secret = secrets.token_urlsafe(32)
        session = _Session(reader, self._accounts.mark(reader) or "", self._clock() + LASTS)
        with self._lock:
            self._open[_hashed(secret)] = session
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
        return secret

    def reader(self, secret: str) -> str | None:
        """Whose session it is; None where it is none, is over, or its account has gone or changed."""
        with self._lock:
            session = self._open.get(_hashed(secret))
        if session is None or self._clock() > session.until or self._accounts.mark(session.reader) != session.mark:
            return None
        return session.reader

    def end(self, secret: str) -> None:
        with self._lock:
            self._open.pop(_hashed(secret), None)


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
