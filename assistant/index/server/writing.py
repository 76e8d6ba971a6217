"""Chunks into a Chroma server, through llama-index, within the limits of Chroma's cloud.

Imports llama_index (seconds): only writing needs it.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING
from uuid import uuid4

from assistant.errors import ChromaFailed, IndexError_
from assistant.index.layout import Layout
from assistant.index.server.collection import Collection, dealt, made, opened
from assistant.index.server.connection import ChromaServer, Connection
from assistant.index.server.place import Place, foreign, new_place, read_place, write_place
from assistant.index.server.row_ids import id_maker
from assistant.index.vectors.reading import RowId, VectorsUnreadable
from assistant.index.vectors.writing import node_of
from assistant.ports import Vectors
from assistant.types import Chunk

if TYPE_CHECKING:
    from llama_index.vector_stores.chroma import ChromaVectorStore

_SHARDS = 8  # collections at least: of each a request gets 300 rows at most, of all 2,400


class ServerWriter:
    """Writes rows that a paper does not have yet, as `VectorWriter` does; each request can be made twice.

    `rows`: how many the index has by now; new collections get twice that room. Raises `IndexMismatch` where another
    index has written to the collections.
    """

    def __init__(self, layout: Layout, generation: int, server: ChromaServer, *, rows: int) -> None:
        self._layout, self._folder, self._most = layout, layout.chroma(generation), server.most
        self._server = Connection(server, waits=server.waits)
        try:
            place = read_place(self._folder) or self._new(max(_SHARDS, -(-2 * rows // self._most)))
            self._id_of = id_maker(short=place.short)
            self._shards = self._own(place, server)
            self._rows = self._count()
        except BaseException:
            self._server.close()
            raise

    def __enter__(self) -> "ServerWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.close()

    def delete(self, rows: Iterable[RowId]) -> None:
        """Rows that are not there are passed over."""
        pages = dealt(map(self._id_of, rows), len(self._shards), id=str)
        self._server.each(partial(self._shards[n].delete, page) for n, page in pages)

    def add(self, chunks: Sequence[Chunk], texts: Sequence[str], vectors: Vectors) -> None:
        """One row a chunk; `texts` are what the vectors stand for. Raises `IndexError_` where there is no room."""
        nodes = (node_of(*parts, id_of=self._id_of) for parts in zip(chunks, texts, vectors.tolist(), strict=True))
        pages = list(dealt(nodes, len(self._shards), id=lambda node: node.node_id))
        self._make_room(Counter(n for n, page in pages for _ in page))
        self._server.each(partial(self._store(n).add, page) for n, page in pages)

    def _make_room(self, new: Counter[int]) -> None:
        if max((self._rows + new).values(), default=0) > self._most:
            self._rows = self._count()  # rows were deleted since
        if max((self._rows + new).values(), default=0) > self._most:
            raise IndexError_(
                f"a collection on the Chroma server would have more than {self._most:,} vectors",
                hint=f"Deal them to more, which embeds nothing anew: {self._layout.command('--rebuild')}",
            )
        self._rows += new

    def _new(self, shards: int) -> Place:
        place = new_place(self._layout, shards=shards)
        write_place(self._folder, place)
        return place

    def _own(self, place: Place, server: ChromaServer) -> list[Collection]:
        try:
            # One that was never marked was not finished making.
            shards = opened(self._server, place.names) if place.mark else made(self._server, place.names)
        except VectorsUnreadable as error:
            raise foreign(self._layout, server, "does not have the vectors") from error
        if not place.knows(shards[0].mark):
            raise foreign(self._layout, server, "has vectors that a copy wrote")
        return self._marked(place, shards)

    def _marked(self, place: Place, shards: list[Collection]) -> list[Collection]:
        """First in the file: of a mark on the server that was lost there nobody could tell whose it is."""
        mark = uuid4().hex
        write_place(self._folder, replace(place, mark=mark, before=shards[0].mark))
        shards[0].set_mark(mark)
        return shards

    def _count(self) -> Counter[int]:
        return Counter(dict(enumerate(self._server.each(shard.count for shard in self._shards))))

    def _store(self, shard: int) -> "ChromaVectorStore":
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore(chroma_collection=self._shards[shard])


def drop(layout: Layout, generation: int, server: ChromaServer) -> bool:
    """Deletes the collections that an abandoned generation of this index left; False where that has to wait.

    Those of an index that was copied here, and those that a copy has written to, stay: they may serve another.
    """
    place = read_place(layout.chroma(generation))
    if place is None or place.folder != str(layout.folder.resolve()):
        return True
    try:
        with closing(Connection(server, waits=())) as connection, suppress(VectorsUnreadable):  # gone already
            if place.knows(opened(connection, place.names[:1])[0].mark):
                for name in reversed(place.names):  # the one with the mark last
                    _forget(connection, name)
    except ChromaFailed:
        return False
    return True


def _forget(connection: Connection, name: str) -> None:
    with suppress(VectorsUnreadable):  # not there
        connection.collections("DELETE", f"/{name}")
