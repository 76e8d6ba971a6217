"""Which programs may ask: a file of `name:hash` lines, made by `assistant token NAME`. Knows no server.

A token has 256 random bits, so one round of SHA-256 hides it as well as a slow hash does.

Why: docs/decisions/0045-doors-are-guarded-by-tokens.md
"""

import re
import secrets
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from threading import Lock

from assistant.errors import UsageError

_NAME = re.compile(r"[\w.@+-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_PREFIX = "pa_"  # tells what it is to whoever finds one


class AccessTokens:
    """The tokens of a file, which is read again when it changes: a line that is deleted lets nobody in any more."""

    def __init__(self, path: Path) -> None:
        """Raises `UsageError` for a file that cannot be read, or a line that is no token."""
        self._path, self._lock = path, Lock()
        self._stamp = _stamp(path)
        self._hashes = read_tokens(path)

    def name(self, token: str) -> str | None:
        """Whose token it is; None for one that is (now) nobody's. Every line is compared, however soon one fits."""
        hashed, found = _hashed(token), None
        for name, known in self._known().items():
            if compare_digest(hashed, known):
                found = name
        return found

    def _known(self) -> dict[str, str]:
        with self._lock:
            if (stamp := _stamp(self._path)) != self._stamp:
                self._stamp, self._hashes = stamp, _reread(self._path, self._hashes)
            return self._hashes


def read_tokens(path: Path) -> dict[str, str]:
    """Name to hash; an empty file lets nobody in. Raises `UsageError`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the tokens in {path} cannot be read ({error})", hint="Check ASSISTANT_TOKENS.") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed) or name in found:
            raise UsageError(
                f"{path}:{number} is not name:hash, or its name stands above", hint="Make it with: assistant token NAME"
            )
        found[name] = hashed
    return found


def new_token(name: str) -> tuple[str, str]:
    """A new token, and the line for the file. Raises `UsageError` for what cannot be a name."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot be a name", hint="Use letters, digits and . _ - + @, at most 64 of them.")
    token = _PREFIX + secrets.token_urlsafe(32)
    return token, f"{name}:{_hashed(token)}"


def _hashed(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _reread(path: Path, before: dict[str, str]) -> dict[str, str]:
    """Nobody where the file is gone; what is broken keeps those lines of before that still stand in it."""
    try:
        return read_tokens(path)
    except UsageError:
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        lines = {line.strip() for line in text.splitlines()}
        return {name: hashed for name, hashed in before.items() if f"{name}:{hashed}" in lines}
