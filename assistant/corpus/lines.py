"""Bytes to numbered lines of bounded length, gzip or not."""

import contextlib
import gzip
import io
import itertools
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

LONGEST = 1_000_000  # bytes of one line; the longest entry that is accepted needs about a tenth
HEAD = 65_536  # bytes that are looked at before a form is chosen
_KEPT = 2_000  # of a line that is too long: enough to tell a title from an abstract
BREAKS = (OSError, EOFError, zlib.error)  # what reading raises where data cannot be read or is broken gzip
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, from 1. Where `fault` says why it is of no use, `text` is only near what stood there."""

    number: int
    text: str
    fault: str | None = None


def open_bytes(data: BinaryIO) -> io.BufferedReader:
    """The data behind a buffer that can be peeked into, unpacked where it begins as gzip does.

    Reading from it raises one of `BREAKS` where the data cannot be read further.
    """
    plain: io.BufferedReader = io.BufferedReader(_Reads(data.read), HEAD)
    if not plain.peek(len(_GZIP)).startswith(_GZIP):
        return plain
    # read1, not read: of a file that breaks off, read would lose what it had unpacked before the break
    return io.BufferedReader(_Reads(gzip.GzipFile(fileobj=plain).read1), HEAD)


def read_lines(data: io.BufferedReader) -> Iterator[Line]:
    """The lines, each with what is wrong with it: its length, its encoding, a NUL. Raises nothing."""
    for number in itertools.count(1):
        try:
            raw = data.readline(LONGEST + 1)
        except BREAKS as error:
            yield Line(number, "…", f"the data breaks off here ({error}); get the file again")
            return
        if not raw:
            return
        if len(raw) > LONGEST and not raw.endswith(b"\n"):
            _skip_line(data)
            fault = f"the line is longer than {LONGEST:,} bytes; put each title and each abstract on a line of its own"
            yield Line(number, raw[:_KEPT].decode("utf-8", "replace"), fault)
        else:
            yield _decoded(number, raw.rstrip(b"\r\n"))


def split_head(head: bytes) -> list[Line]:
    """The whole lines of a file's first bytes (a cut last one left out, unless it is the only one)."""
    lines = [_decoded(number, raw.rstrip(b"\r")) for number, raw in enumerate(head.split(b"\n"), start=1)]
    return lines[:-1] if len(lines) > 1 and len(head) >= HEAD else lines


def _decoded(number: int, raw: bytes) -> Line:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = (
            f"byte {error.start + 1} of the line (0x{raw[error.start]:02X}) is not UTF-8; "
            "save the file with the encoding UTF-8"
        )
        return Line(number, raw.decode("utf-8", "replace"), fault)
    nul = "the line holds a NUL character; delete it" if "\0" in text else None
    return Line(number, text.lstrip("\ufeff"), nul)  # a byte order mark, also that of a file appended to another


def _skip_line(data: io.BufferedReader) -> None:
    with contextlib.suppress(*BREAKS):  # the next line meets the same break, and tells of it
        while (rest := data.readline(HEAD)) and not rest.endswith(b"\n"):
            pass


class _Reads(io.RawIOBase):
    """Any `read(size) -> bytes` as the raw end of a BufferedReader; closing it leaves the data's owner alone."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast(memoryview, buffer)  # what BufferedReader passes
        piece = self._read(len(view)) or b""
        view[: len(piece)] = piece
        return len(piece)
