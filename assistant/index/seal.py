"""Whether chroma/ and words/ are as they were when they were last found whole.

Chroma's own count and opening do not tell: it makes a missing folder of vectors anew, empty. A seal is what their
files looked like. Where it does not fit, assistant/index/probe.py looks inside.

Why: docs/decisions/0043-damage-is-noticed.md
"""

import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from assistant.index.layout import Layout, exchange

_BLOCK = 1 << 20
_ROWS, _WIDTH = slice(20, 28), slice(28, 36)  # in hnswlib's header: how many rows there are, and bytes of each
_PASSING = ("-wal", "-shm", "-journal")
_LOCKS = {".tantivy-meta.lock", ".tantivy-writer.lock"}


def is_sealed(layout: Layout, generation: int) -> bool:
    noted = _noted(layout)
    try:
        files = _files(layout, generation)
        return noted.keys() == files.keys() and all(_fits(path, noted[name]) for name, path in files.items())
    except (OSError, ValueError, TypeError):
        return False


def seal(layout: Layout, generation: int) -> None:
    """To be called for stores that are whole. Where the folder cannot be written they are looked through each time."""
    noted = _noted(layout)
    prints = {name: _print(path, noted.get(name, [])) for name, path in _files(layout, generation).items()}
    if prints != noted:
        with suppress(OSError):
            exchange(layout.seal, json.dumps(prints, indent=1).encode())


def _noted(layout: Layout) -> dict[str, list[int]]:
    try:
        return dict(json.loads(layout.seal.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _print(path: Path, noted: list[int]) -> list[int]:
    """What was not written since is not read again."""
    return noted if _written(path) in noted[1:] and _size(path) == noted[0] else [_size(path), *_marks(path)]


def _files(layout: Layout, generation: int) -> dict[str, Path]:
    return {
        str(path.relative_to(layout.folder)): path
        for store in (layout.chroma(generation), layout.words(generation))
        for path in sorted(store.rglob("*"))
        if path.is_file() and path.name not in _LOCKS and not path.name.endswith(_PASSING)
    }


def _fits(path: Path, noted: Sequence[int]) -> bool:
    """What was not written since is as it was: the vectors of a hundred thousand papers take a while to read."""
    size, *marks = noted
    return size == _size(path) and (not marks or _written(path) in marks or _sum(path) in marks)


def _marks(path: Path) -> Iterator[int]:
    """Chroma writes the same content again when it reads; in three files it changes bytes that mean nothing."""
    if path.name not in ("chroma.sqlite3", "length.bin"):
        yield _written(path)
        if path.suffix in (".bin", ".pickle"):
            yield _sum(path)


def _size(path: Path) -> int:
    return path.stat().st_size


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns


def _sum(path: Path) -> int:
    return _crc(path, _used(path.with_name("header.bin")) if path.name == "data_level0.bin" else _size(path))


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
