"""Files, folders and standard input as named sources. The only part of the corpus that touches the disk."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.corpus.dates import check_day
from assistant.corpus.registry import Entries, check_form, read_bytes
from assistant.errors import NothingUsable, UsageError
from assistant.types import Rejection


@dataclass(frozen=True, slots=True)
class Source:
    """One file or stream. `name` is what its records carry; `entries` reads it, once, as it is asked for."""

    name: str
    entries: Entries


def sources(
    paths: Sequence[str | Path],
    *,
    form: str | None = None,
    date: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Source]:
    """A source for each file: its name is its absolute path. A file that is named twice is one source.

    A folder stands for every file below it, in order of path, without hidden ones. "-" is standard input, named
    "stdin:listing"; "stdin:NAME" is so too. `form` and `date` as for `read_bytes`. Files are opened when they
    are read. Raises at once `NothingUsable` for a path that is missing and a folder without files, and
    `UsageError` for an unknown form, for what is no date, and for standard input named twice.
    """
    check_form(form)
    day = check_day(date)
    piped = [text for text in map(str, paths) if _is_stdin(text)]
    if len(piped) > 1:
        raise UsageError("standard input can be read only once", hint='Give "-" once.')
    files = dict.fromkeys(file for path in paths if not _is_stdin(str(path)) for file in _files(Path(path)))
    return _sources(piped, list(files), form, day, stdin)


def vanished(paths: Sequence[str | Path], known: Iterable[str]) -> tuple[str, ...]:
    """Of the `known` sources those that lay in a folder of `paths`, and whose file is not there any more."""
    folders = [Path(os.path.abspath(path)) for path in paths if not _is_stdin(str(path))]  # noqa: PTH100 - as below
    inside = [f"{_printable(str(folder))}{os.sep}" for folder in folders if folder.is_dir()]
    there = {_printable(str(file)) for folder in folders if folder.is_dir() for file in _below(folder)}
    return tuple(
        name for name in known if name.startswith(tuple(inside)) and name not in there and not Path(name).exists()
    )


def _sources(
    piped: list[str], files: list[Path], form: str | None, day: str | None, stdin: BinaryIO | None
) -> Iterator[Source]:
    for text in piped:
        name = f"stdin:{_printable(text.removeprefix('-').removeprefix('stdin:')) or 'listing'}"
        yield Source(name, read_bytes(stdin or sys.stdin.buffer, source=name, form=form, date=day))
    for file in files:
        yield Source(_printable(str(file)), _read_file(file, form, day))


def _read_file(file: Path, form: str | None, day: str | None) -> Entries:
    name = _printable(str(file))
    try:
        data = file.open("rb")
    except OSError as error:
        yield Rejection(name, 1, f"the file cannot be opened ({error.strerror}); check that it may be read")
        return
    with data:
        yield from read_bytes(data, source=name, form=form, date=day)


def _files(path: Path) -> list[Path]:
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and the name is what was given
    if not path.exists():
        raise NothingUsable(
            f"{_printable(str(path))} does not exist", hint="Give a file of papers, or a folder of such files."
        )
    if not path.is_dir():
        return [path]
    found = sorted(_below(path))
    if not found:
        raise NothingUsable(
            f"no file lies in {_printable(str(path))}", hint="Put files of papers there, or name other paths."
        )
    return found


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (path for name in names if not name.startswith(".") and (path := Path(parent, name)).is_file())


def _is_stdin(text: str) -> bool:
    return text == "-" or text.startswith("stdin:")


def _printable(name: str) -> str:
    """A name that any store and screen can hold: where a file name is no UTF-8, "?" stands for each such byte."""
    return name.encode("utf-8", "replace").decode()
