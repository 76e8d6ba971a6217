"""Whether chroma/ and words/ are as they were when they were last found whole.

Chroma's own count and opening do not tell: it makes a missing folder of vectors anew, empty. A seal is what their
files looked like. Where it does not fit, assistant/index/probe.py looks inside.

Why: docs/decisions/0043-damage-is-noticed.md
"""

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assistant.index.layout import Layout, replace_text

_BLOCK = 1 << 20
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
        replace_text(layout.seal, json.dumps(_prints(layout, generation), indent=1))


def _prints(layout: Layout, generation: int) -> dict[str, list[int]]:
    return {
        str(path.relative_to(layout.folder)): print
        for store, look in ((layout.chroma(generation), _of_vectors), (layout.words(generation), _of_words))
        for path in sorted(store.rglob("*"))
        if path.is_file() and path.name not in _LOCKS and (print := list(look(path)))
    }


def _of_vectors(path: Path) -> Iterator[int]:
    """Chroma writes the same content again when it reads; in two files it changes bytes that mean nothing."""
    if path.name.endswith(("-wal", "-shm", "-journal")):
        return
    yield path.stat().st_size
    if path.name not in ("chroma.sqlite3", "length.bin"):
        yield _crc(path)


def _of_words(path: Path) -> Iterator[int]:
    status = path.stat()
    yield from (status.st_size, status.st_mtime_ns)


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc
