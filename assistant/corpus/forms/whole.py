"""Documents that are read in pieces, and those that can only be read whole: within bounds, and in UTF-8."""

import codecs
import io
from collections.abc import Iterator

from assistant.corpus.lines import BREAKS
from assistant.types import Rejection

ENTRY = 10_000_000  # bytes of one entry of a document; a paper of thousands of authors has a tenth
_PIECE = 65_536  # bytes
_MOST = 50_000_000  # bytes of a document that is read whole; a page of 2,000 papers has a tenth


class Unreadable(ValueError):
    """From `line` on nothing can be read; the text is the reason to show."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line

    def told(self, source: str) -> Rejection:
        return Rejection(source, self.line, str(self))


def pieces(data: io.BufferedReader) -> Iterator[tuple[int, bytes]]:
    """The bytes as they come, with the number of the line that each piece belongs to; no piece spans two lines.

    Raises `Unreadable` where the data breaks off.
    """
    line = 1
    while True:
        try:
            piece = data.readline(_PIECE)
        except BREAKS as error:
            raise Unreadable(line, f"the data breaks off here ({error}); get the file again") from error
        if not piece:
            return
        yield line, piece
        line += piece.endswith(b"\n")


def in_utf8(numbered: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """The same pieces without a byte order mark. Raises `Unreadable` at the first byte that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at, (line, piece) in enumerate(numbered):
        try:
            decoder.decode(piece)
        except UnicodeDecodeError as error:
            wrong = error.object[error.start]
            raise Unreadable(line, f"byte 0x{wrong:02X} is not UTF-8; save the file with the encoding UTF-8") from error
        yield line, piece if at else piece.removeprefix(codecs.BOM_UTF8)


def whole_bytes(data: io.BufferedReader, source: str) -> bytes | Rejection:
    try:
        raw = data.read(_MOST + 1)
    except BREAKS as error:
        return Rejection(source, 1, f"the data breaks off ({error}); get the file again")
    if len(raw) > _MOST:
        return Rejection(
            source, 1, f"the page is larger than {_MOST // 1_000_000} MB; save it in parts, or its papers as JSONL"
        )
    return raw
