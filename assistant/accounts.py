"""Who may log in to the page: a file of `name:hash` lines, hashes by bcrypt, as `htpasswd -B` writes them too.

Knows no page and no session.
"""

import re
from pathlib import Path
from threading import Lock

import bcrypt

from assistant.errors import UsageError

_ROUNDS = 12  # bcrypt's own default: a third of a second a try
_LONGEST = 72  # bytes; bcrypt takes no more
_SHORTEST = 8  # characters (NIST SP 800-63B, 5.1.1.2)
_NAME = re.compile(r"[\w.@+-]{1,64}")
_HASH = re.compile(r"\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}")
_NOBODY = "$2b$12$CwTycUXWue0Thq9StjUM0uJ8lNJ8qv0JnJ5t9y9m5b8sQ2m8uJ5bK"  # checked for unknown names: as long a wait


class Accounts:
    """The accounts of a file, which is read again when it changes; used from many threads."""

    def __init__(self, path: Path) -> None:
        """Raises `UsageError` for a file that cannot be read, holds no account, or a line that is none."""
        self._path, self._lock = path, Lock()
        self._stamp = _stamp(path)
        self._hashes = read_accounts(path)

    def check(self, name: str, password: str) -> bool:
        """Whether this is the password of that name; takes as long for a name that is none."""
        known = self.mark(name)
        right = _matches(password, known or _NOBODY)
        return right and known is not None

    def mark(self, name: str) -> str | None:
        """The hash of the name, which changes with its password; None for a name that is (now) none."""
        with self._lock:
            if (stamp := _stamp(self._path)) != self._stamp:
                self._stamp, self._hashes = stamp, _reread(self._path, self._hashes)
            return self._hashes.get(name)


def read_accounts(path: Path) -> dict[str, str]:
    """Name to hash. Raises `UsageError`; an empty file is one too, since it would lock everybody out."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the accounts in {path} cannot be read ({error})", hint="Check ASSISTANT_AUTH.") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed):
            raise UsageError(f"{path}:{number} is not name:hash", hint="Make the line with: assistant user NAME")
        found[name] = hashed
    if not found:
        raise UsageError(f"{path} holds no account", hint=f"Add one: assistant user NAME >> {path}")
    return found


def account_line(name: str, password: str) -> str:
    """The line for the file. Raises `UsageError` for a name or password that cannot be taken."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot be a name", hint="Use letters, digits and . _ - + @, at most 64 of them.")
    if len(password) < _SHORTEST:
        raise UsageError(
            f"the password has fewer than {_SHORTEST} characters", hint="Take a longer one: four words will do."
        )
    data = password.encode()
    if len(data) > _LONGEST or b"\0" in data:
        raise UsageError(f"the password has more than {_LONGEST} bytes, or a NUL", hint="Take a shorter one.")
    return f"{name}:{bcrypt.hashpw(data, bcrypt.gensalt(_ROUNDS)).decode()}"


def _matches(password: str, hashed: str) -> bool:
    try:
        return bcrypt.checkpw(password.encode("utf-8", "surrogatepass"), hashed.encode())
    except ValueError:  # too long for bcrypt, so it is nobody's
        return False


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _reread(path: Path, before: dict[str, str]) -> dict[str, str]:
    """Those of before where the file is just being written, or broken: nobody is let in by that, nor locked out."""
    try:
        return read_accounts(path)
    except UsageError:
        return before
