"""The vectors that are compared in memory, in a file that is mapped: a process that answers one question reads of it
what it compares.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import reduce
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.index.derived_files import FileShelf
from assistant.index.layout import Manifest
from assistant.index.vectors.compared import ComparedVectors
from assistant.index.vectors.stacked import Stacked, stacked

_NAME = "vectors"
_FORMAT = 2
_ALIGNED = 64  # bytes, at which arrays begin


@dataclass(frozen=True, slots=True)
class Make:
    """What vectors were made by. Of one make a text has one vector; with another generation they are made again."""

    generation: int
    embedder: str
    dim: int
    format: int = _FORMAT


def make_of(manifest: Manifest) -> Make:
    return Make(manifest.generation, manifest.embedder, manifest.dim)


def read_compared(shelf: FileShelf, make: Make) -> tuple[ComparedVectors, str] | None:
    """With the revision of the index that they are of. None where there is no file, or it is of another make or
    damaged: a wrong vector would rank wrongly, and tell nobody."""
    content = shelf.map(_NAME)
    try:
        return _unpacked(content, make) if content is not None else None
    except (ValueError, KeyError, TypeError):
        return None


def write_compared(shelf: FileShelf, vectors: ComparedVectors, make: Make, revision: str) -> None:
    """`vectors` without any that came since: laid anew."""
    shelf.write(_NAME, *_packed(vectors, make, revision))


def _packed(vectors: ComparedVectors, make: Make, revision: str) -> Iterator[bytes | memoryview]:
    told = json.dumps({"papers": vectors.papers, "digests": vectors.digests}).encode()
    body = [told, bytes(_gap(len(told))), *_bodies(vectors)]
    own = {"revision": revision, "rows": len(vectors.owners), "told": len(told), "sum": _sum(body)}
    head = json.dumps({"make": asdict(make), **own}).encode()
    yield _padded(len(head).to_bytes(8, "little") + head)
    yield from body


def _bodies(vectors: ComparedVectors) -> Iterator[bytes | memoryview]:
    for array in (vectors.owners, vectors.ordinals, vectors.vectors.base):
        content = np.ascontiguousarray(array).data.cast("B") if array.size else memoryview(b"")
        yield content
        yield bytes(_gap(len(content)))


def _sum(parts: Iterable[bytes | memoryview]) -> int:
    return reduce(lambda done, part: crc32(part, done), parts, 0)


def _unpacked(content: memoryview, make: Make) -> tuple[ComparedVectors, str] | None:
    size = int.from_bytes(content[:8], "little")
    head = json.loads(bytes(content[8 : 8 + size]))
    body = content[len(_padded(bytes(8 + size))) :]
    if head["make"] != asdict(make) or _sum([body]) != head["sum"]:
        return None
    n, length = int(head["rows"]), int(head["told"])
    told, arrays = json.loads(bytes(body[:length])), body[length + _gap(length) :]
    owners, ordinals = _array(arrays, np.int32, n, 0), _array(arrays, np.int32, n, 4 * n + _gap(4 * n))
    at = 2 * (4 * n + _gap(4 * n))
    base = np.frombuffer(arrays, np.float32, offset=at) if n else np.empty(0, np.float32)
    vectors: Stacked = stacked(base.reshape(-1, make.dim), n)
    return ComparedVectors(told["papers"], told["digests"], owners, ordinals, vectors), head["revision"]


def _array(content: memoryview, kind: type, n: int, at: int) -> NDArray:  # type: ignore[type-arg]  # of this kind
    return np.frombuffer(content, kind, n, at) if n else np.empty(0, kind)


def _gap(size: int) -> int:
    """How many bytes until the next array may begin."""
    return -size % _ALIGNED


def _padded(content: bytes) -> bytes:
    return content + bytes(_gap(len(content)))
