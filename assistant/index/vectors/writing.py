"""Chunks into chroma/, through llama-index, so that its programs can open the collection.

Imports llama_index (seconds): only writing needs it.

Why: docs/decisions/0004-llama-index-writes.md
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from assistant.index.layout import COLLECTION
from assistant.index.store.merging import digest
from assistant.index.store.rows import in_batches
from assistant.index.vectors.reading import RowId, open_client, translated
from assistant.ports import Vectors
from assistant.types import Chunk

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode

# Of the 1,000 nearest of 20,000 chunks (MiniLM) Chroma finds 95 % with its own ef_search of 100, 99.9 % with this, in
# 10 ms; more neighbours keep the graph whole where many vectors are nearly equal. Its own space is l2.
HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 3_000, "max_neighbors": 48}


class VectorWriter:
    """Writes rows that a paper does not have yet: Chroma's `add` keeps the old row of a known id without a word."""

    def __init__(self, folder: Path) -> None:
        from llama_index.vector_stores.chroma import ChromaVectorStore

        folder.mkdir(parents=True, exist_ok=True)
        with translated():
            self._client = open_client(str(folder))
            self._collection = self._client.get_or_create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
            )
        self._batch: int = self._client.get_max_batch_size()
        self._store = ChromaVectorStore(chroma_collection=self._collection)

    def __enter__(self) -> "VectorWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def delete(self, rows: Iterable[RowId]) -> None:
        """Rows that are not there are passed over."""
        with translated():
            for batch in in_batches(map(str, rows), self._batch):
                self._collection.delete(ids=batch)

    def add(self, chunks: Sequence[Chunk], texts: Sequence[str], vectors: Vectors) -> None:
        """One row a chunk; `texts` are what the vectors stand for."""
        nodes = (node_of(*parts) for parts in zip(chunks, texts, vectors.tolist(), strict=True))
        with translated():
            for batch in in_batches(nodes, self._batch):
                self._store.add(batch)


def row_of(chunk: Chunk) -> RowId:
    return RowId(chunk.paper.id, digest(chunk.paper.title, chunk.paper.abstract), chunk.ordinal)


def node_of(chunk: Chunk, text: str, vector: list[float], *, id_of: Callable[[RowId], str] = str) -> "BaseNode":
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    row = row_of(chunk)
    return TextNode(
        id_=id_of(row),
        text=text,
        embedding=vector,
        metadata={**row._asdict(), "start": chunk.start, "end": chunk.end},
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=row.paper)},
    )
