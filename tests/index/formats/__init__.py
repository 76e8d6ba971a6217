"""A small index of each format that there was, as the program wrote it then. After `FORMAT` was raised,
`python -m tests.index.formats` adds that of today.
"""

import io
import lzma
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

from tests.index.making import CRANES, MICE, OWLS, WHALES, write

_HERE = Path(__file__).parent
_ROOM = ("data_level0.bin", "length.bin")  # of so few vectors: not yet used, filled with whatever was in memory
READS = (("a.jsonl", [WHALES, OWLS, MICE]), ("b.jsonl", [CRANES]))


def path(format: int) -> Path:
    return _HERE / f"{format}.tar.xz"


def unpack(format: int, into: Path) -> Path:
    with tarfile.open(path(format)) as stored:
        stored.extractall(into, filter="data")
    return into / "index"


def pack(format: int, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "papers.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as stored:
        for file in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".lock"):
            data = bytes(file.stat().st_size) if file.name in _ROOM else file.read_bytes()
            entry = tarfile.TarInfo(f"index/{file.relative_to(folder)}")
            entry.size = len(data)
            stored.addfile(entry, io.BytesIO(data))
    path(format).write_bytes(lzma.compress(content.getvalue(), preset=9))


def make(folder: Path) -> None:
    write(folder, *READS)
