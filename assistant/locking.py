"""One process at a time: a lock that sqlite keeps, so that one that dies lets it go, and who holds it."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

from assistant.errors import AssistantError

_TAKEN = 0.2  # seconds after which a lock is known to be held
_OURS = ("assistant", "paper-assistant")  # names of the command line, whose first argument is a subcommand


@contextmanager
def alone(lock: Path | str, busy: AssistantError) -> Iterator[None]:
    """Raises `busy` where another process holds the lock, and says which: the holder writes that beside the lock, where
    it counts only as long as the lock is held. Raises `sqlite3.OperationalError` where the disk is at fault."""
    connection = sqlite3.connect(lock, isolation_level=None, timeout=_TAKEN, check_same_thread=False)
    holder = Path(f"{lock}-holder") if isinstance(lock, Path) else None
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:  # a full disk, one that may not be written
                raise
            who = _read_holder(holder) if holder else ""
            raise type(busy)(busy.message + who, hint=busy.hint) from error
        with _told_beside(holder) if holder else nullcontext():
            yield
    finally:
        connection.close()


@contextmanager
def _told_beside(holder: Path) -> Iterator[None]:
    with suppress(OSError):  # the lock holds all the same
        holder.unlink(missing_ok=True)  # of one that died; also where the disk has no room for the next
        holder.write_text(f"{_program()}, process {os.getpid()}", encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)


def _read_holder(holder: Path) -> str:
    """What goes behind the sentence that the lock is held; nothing where it is just changing hands."""
    try:
        since = datetime.fromtimestamp(holder.stat().st_mtime).astimezone()
        return f" ({holder.read_text(encoding='utf-8')}, since {since:%Y-%m-%d %H:%M:%S %Z})"
    except (OSError, ValueError):
        return ""


def _program() -> str:
    """What runs here, such as "assistant index". Of its arguments only the subcommand: others may be secrets."""
    called = Path(sys.argv[0])
    name = called.parent.name if called.name == "__main__.py" else called.name
    if name in _OURS:
        return " ".join([name, *sys.argv[1:2]])
    return "Python" if name in ("", "-c", "-m") else name
