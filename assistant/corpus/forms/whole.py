"""Documents that can only be read whole: their text, within bounds."""

import io

from assistant.corpus.lines import BREAKS
from assistant.types import Rejection

_MOST = 200_000_000  # bytes


def whole_bytes(data: io.BufferedReader, source: str) -> bytes | Rejection:
    try:
        raw = data.read(_MOST + 1)
    except BREAKS as error:
        return Rejection(source, 1, f"the data breaks off ({error}); get the file again")
    if len(raw) > _MOST:
        return Rejection(
            source, 1, f"the document is larger than {_MOST // 1_000_000} MB; split it, or save it as JSONL"
        )
    return raw


def whole_text(data: io.BufferedReader, source: str) -> str | Rejection:
    raw = whole_bytes(data, source)
    if isinstance(raw, Rejection):
        return raw
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Rejection(
            source, line, f"byte 0x{raw[error.start]:02X} is not UTF-8; save the file with the encoding UTF-8"
        )
