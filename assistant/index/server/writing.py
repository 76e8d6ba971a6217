"""Chunks into a Chroma server, through llama-index, within the limits of Chroma's cloud.

Imports llama_index (seconds): only writing needs it.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from assistant.errors import ChromaFailed
from assistant.index.layout import Layout
from assistant.index.server.connection import PAGE, ChromaServer, Connection
from assistant.index.server.place import COLUMNS, Place, column_of, foreign, read_place, write_place
from assistant.index.server.reading import turn_of
from assistant.index.store.rows import in_batches
from assistant.index.vectors.reading import RowId, VectorsUnreadable
from assistant.index.vectors.writing import HNSW, node_of, row_of
from assistant.ports import Vectors
from assistant.types import Chunk


class ServerWriter:
    """Writes rows that a paper does not have yet, as `VectorWriter` does. What may be there twice is deleted before:
    each request can be made again. Raises `IndexMismatch` where another index has written to the collections.
    """

    def __init__(self, layout: Layout, generation: int, server: ChromaServer) -> None:
        self._folder, self._most = layout.chroma(generation), server.rows
        self._server = Connection(server, waits=server.waits)
        try:
            self._place = self._take_turn(layout, server)
            self._levels = [self._level(level) for level in range(self._place.levels)]
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
        self._server.each(
            partial(level[column].delete, ids=page)
            for column, own in _dealt(rows, column_of).items()
            for page in in_batches(map(str, own), PAGE)
            for level in self._levels
        )

    def add(self, chunks: Sequence[Chunk], texts: Sequence[str], vectors: Vectors) -> None:
        """One row a chunk; `texts` are what the vectors stand for."""
        parts = list(zip(chunks, texts, vectors.tolist(), strict=True))
        dealt = _dealt(parts, lambda part: column_of(row_of(part[0])))
        while rest := self._add_what_fits(dealt):
            dealt = rest
            self._add_level()

    def _add_what_fits(self, dealt: dict[int, list[tuple[Chunk, str, list[float]]]]) -> dict[int, list[Any]]:
        """What the last level has no room for is left."""
        if any(self._rows[column] + len(own) > self._most for column, own in dealt.items()):
            self._rows = self._count()  # rows were deleted since
        calls, rest = [], {}
        for column, own in dealt.items():
            room = max(0, self._most - self._rows[column])
            fits, left = own[:room], own[room:]
            self._rows[column] += len(fits)
            store = self._store(self._levels[-1][column])
            calls += [partial(store.add, page) for page in in_batches((node_of(*part) for part in fits), PAGE)]
            if left:
                rest[column] = left
        self._server.each(calls)
        return rest

    def _add_level(self) -> None:
        """Made before it is told of: a reader that hears of it finds it."""
        self._levels.append(self._level(self._place.levels))
        self._place = replace(self._place, levels=self._place.levels + 1)
        write_place(self._folder, self._place)
        self._rows = [0] * COLUMNS

    def _take_turn(self, layout: Layout, server: ChromaServer) -> Place:
        place = read_place(self._folder)
        if place is None:
            place = Place(str(layout.folder.resolve()))
            write_place(self._folder, place)
        main = self._main(place)
        if main is None and place.turn:
            raise foreign(layout, server, "does not have the vectors")
        main = main or self._level(0, place)[0]
        turn = turn_of(main)
        if not place.knows(turn):
            raise foreign(layout, server, "has vectors that a copy wrote")
        place = place.overtaking(turn)
        write_place(self._folder, place)
        self._server.ask(partial(main.modify, metadata={"turn": place.turn}))
        return place

    def _main(self, place: Place) -> Any | None:
        with suppress(VectorsUnreadable):
            return self._server.ask(partial(self._server.client.get_collection, place.main, embedding_function=None))
        return None

    def _level(self, level: int, place: Place | None = None) -> list[Any]:
        names = [(place or self._place).collection(level, column) for column in range(COLUMNS)]
        make = partial(
            self._server.client.get_or_create_collection, embedding_function=None, configuration={"hnsw": HNSW}
        )
        return self._server.each([partial(make, name) for name in names])

    def _count(self) -> list[int]:
        return self._server.each([collection.count for collection in self._levels[-1]])

    def _store(self, collection: Any) -> Any:  # llama_index is imported late, and so are its types
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore(chroma_collection=collection)


def drop(folder: Path, server: ChromaServer, *, owner: Path) -> bool:
    """Deletes the collections that an abandoned generation of this index left; False where that has to wait.

    Those of an index that was copied here stay: they may serve the original.
    """
    place = read_place(folder)
    if place is None or place.folder != str(owner.resolve()):
        return True
    try:
        connection = Connection(server, waits=())
    except ChromaFailed:
        return False
    names = [place.collection(level, column) for level in range(place.levels) for column in range(COLUMNS)]
    try:
        connection.each([partial(_forget, connection.client, name) for name in names])
    except (ChromaFailed, VectorsUnreadable):
        return False
    finally:
        connection.close()
    return True


def _forget(client: Any, name: str) -> None:
    from chromadb.errors import NotFoundError

    with suppress(NotFoundError):
        client.delete_collection(name)


def _dealt(items: Iterable[Any], column: Callable[[Any], int]) -> dict[int, list[Any]]:
    dealt: dict[int, list[Any]] = {}
    for item in items:
        dealt.setdefault(column(item), []).append(item)
    return dealt
