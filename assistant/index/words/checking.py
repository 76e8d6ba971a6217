"""Whether the files of the word index are whole: tantivy checks no checksum when it opens them, and some losses it
notices only when it is asked for what was lost."""

import struct
import zlib
from collections.abc import Iterator, Set
from pathlib import Path

from assistant.index.words.reading import WordReader, WordsUnreadable
from assistant.types import PaperId

_MAGIC = struct.pack("<I", 1337)  # ends every file of a segment, after the checksum of what stands before it
_PARTS = {".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term", ".del"}


def faults(folder: Path, *, due: Set[PaperId], noted: Set[PaperId]) -> Iterator[str]:
    """`due` are the papers that have to be there, `noted` all that may be."""
    if not folder.is_dir():
        yield "the word index is not there any more"
        return
    for path in sorted(folder.iterdir()):
        if path.suffix in _PARTS and not _whole(path.read_bytes()):
            yield f"{path.name} of the word index is not as it was written"
    try:
        there = WordReader(folder).all_ids()
    except WordsUnreadable as error:
        yield f"the word index cannot be read ({error})"
        return
    if lost := len(due - there):
        yield f"{lost:,} of {len(due):,} papers are missing in the word index"
    if there - noted:
        yield "the word index has papers that papers.sqlite does not know"


def _whole(content: bytes) -> bool:
    if content[-4:] != _MAGIC:
        return False
    (length,) = struct.unpack("<I", content[-8:-4])
    body, footer = content[: -8 - length], content[-8 - length : -8]
    return b'"crc":%d}' % zlib.crc32(body) in footer
