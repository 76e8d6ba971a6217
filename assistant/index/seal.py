"""Whether chroma/ and words/ are as they were when they were last found whole.

Chroma's own count and opening do not tell: it makes a missing folder of vectors anew, empty. A seal is what their
files looked like. Where it does not fit, assistant/index/probe.py looks inside.

Why: docs/decisions/0043-damage-is-noticed.md
"""

import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assistant.index.layout import Layout, exchange

_BLOCK = 1 << 20
_ROWS, _WIDTH = slice(20, 28), slice(28, 36)  # in hnswlib's header: how many rows there are, and bytes of each
_LOCKS = {".tantivy-meta.lock", ".tantivy-writer.lock"}


def is_sealed(layout: Layout, generation: int) -> bool:
    try:
        return bool(json.loads(layout.seal.read_text(encoding="utf-8")) == _prints(layout, generation))
    except (OSError, ValueError):
        return False


def seal(layout: Layout, generation: int) -> None:
    """To be called for stores that are whole. Where the folder cannot be written they are looked through each time."""
    if is_sealed(layout, generation):
        return
    with suppress(OSError):
        exchange(layout.seal, json.dumps(_prints(layout, generation), indent=1).encode())


def _prints(layout: Layout, generation: int) -> dict[str, list[int]]:
    return {
        str(path.relative_to(layout.folder)): print
        for store, look in ((layout.chroma(generation), _of_vectors), (layout.words(generation), _of_words))
        for path in sorted(store.rglob("*"))
        if path.is_file() and path.name not in _LOCKS and (print := list(look(path)))
    }


def _of_vectors(path: Path) -> Iterator[int]:
    """Chroma writes the same content again when it reads; in three files it changes bytes that mean nothing."""
    if path.name.endswith(("-wal", "-shm", "-journal")):
        return
    size = path.stat().st_size
    yield size
    if path.name not in ("chroma.sqlite3", "length.bin"):
        yield _crc(path, _used(path.with_name("header.bin")) if path.name == "data_level0.bin" else size)


def _of_words(path: Path) -> Iterator[int]:
    status = path.stat()
    yield from (status.st_size, status.st_mtime_ns)


def _used(header: Path) -> int:
    """How many bytes of the rows are rows. What follows is room for more, filled with whatever was in memory."""
    content = header.read_bytes()
    return int.from_bytes(content[_ROWS], sys.byteorder) * int.from_bytes(content[_WIDTH], sys.byteorder)


def _crc(path: Path, length: int) -> int:
    crc = 0
    with path.open("rb") as file:
        while block := file.read(min(_BLOCK, length)):
            crc, length = zlib.crc32(block, crc), length - len(block)
    return crc
