"""Opens the vectors of an index on its server, and says where they are not its own or not all there.

Why: docs/decisions/0053-vectors-in-a-chroma-server.md
"""

import sqlite3
from contextlib import closing
from functools import partial

from assistant.index.layout import Layout, Manifest
from assistant.index.probe import vector_faults
from assistant.index.server.connection import ChromaServer
from assistant.index.server.place import check_place, foreign, read_place
from assistant.index.server.reading import ServerReader
from assistant.index.server.row_ids import long_papers
from assistant.index.store.kept_vectors import kept_by_paper
from assistant.index.store.queries import one
from assistant.index.vectors.reading import VectorsUnreadable

_SETTLED = """
SELECT count(*) FROM chunks JOIN derived USING (generation, paper)
JOIN papers ON papers.id = paper AND papers.digest = chunks.digest WHERE NOT stale AND generation = ?
"""


def open_reader(
    layout: Layout, generation: int, connection: sqlite3.Connection, server: ChromaServer, *, embedder: str
) -> ServerReader:
    """Raises `IndexMismatch` where the collections are not this index's, `ChromaFailed`."""
    check_place(layout, generation, server)
    place = read_place(layout.chroma(generation))
    assert place is not None
    try:
        kept = partial(kept_by_paper, connection, embedder, generation)
        reader = ServerReader(place, server, kept=kept, long=long_papers(connection))
    except VectorsUnreadable as error:
        raise foreign(layout, server, "does not have the vectors") from error
    now = read_place(layout.chroma(generation))  # again: a writer of this index may have begun since
    if now is None or not (place.knows(reader.mark) or now.knows(reader.mark)):
        reader.close()
        raise foreign(layout, server, "has vectors that a copy wrote")
    return reader


def missing_rows(reader: ServerReader, connection: sqlite3.Connection, generation: int) -> str | None:
    """What the counts tell of rows that the server has lost. Only while no other process writes."""
    due, there = one(connection, _SETTLED, generation), reader.count()
    return f"{due - there:,} of {due:,} vectors are missing on the server" if there < due else None


def damage_on_server(
    layout: Layout, made: Manifest, connection: sqlite3.Connection, server: ChromaServer, *, in_full: bool
) -> str | None:
    """What is wrong with the vectors; None where they are whole. Raises as `open_reader` does."""
    with closing(open_reader(layout, made.generation, connection, server, embedder=made.embedder)) as reader:
        if in_full:
            return next(vector_faults(reader, connection, made), None)
        return missing_rows(reader, connection, made.generation)
