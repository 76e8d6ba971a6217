"""Other ways to search papers, each as its own documentation shows hybrid search, and this project's.

Each function indexes texts and gives what searches them: a question to the ids of at most `DEPTH` papers, best first.
Libraries are imported where they are used: each is measured in a process that has no other.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from assistant.models.minilm import MiniLM

DEPTH = 100


class Text(NamedTuple):
    id: str
    title: str
    abstract: str

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.abstract}"


Search = Callable[[str], list[str]]
Library = Callable[[Sequence[Text], Path], Search]


def this_project(texts: Sequence[Text], folder: Path) -> Search:
    from assistant import build
    from assistant.settings import Settings

    (folder / "papers.jsonl").write_text("".join(json.dumps(text._asdict()) + "\n" for text in texts), encoding="utf-8")
    settings = Settings(index=folder / "index")
    build.build_index([folder / "papers.jsonl"], settings, progress=lambda _: None)
    opened = build.open_assistant(settings)
    return lambda question: [ranked.paper.id for ranked in opened.search(question, DEPTH)]


def llama_index(texts: Sequence[Text], folder: Path, *, moved: bool = False) -> Search:
    """`moved`: questions go through this project's question map."""
    import chromadb
    import Stemmer
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.llms import MockLLM
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
    from llama_index.core.storage.docstore import SimpleDocumentStore
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.chroma import ChromaVectorStore

    model = MiniLM()

    class Embedding(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = model.embed(texts).tolist()
            return vectors

        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = (model.embed_questions if moved else model.embed)([query])[0].tolist()
            return vector

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    documents = [Document(id_=text.id, text=text.whole) for text in texts]
    nodes = SentenceSplitter(chunk_size=512, chunk_overlap=20).get_nodes_from_documents(documents)
    docstore = SimpleDocumentStore()
    docstore.add_documents(nodes)
    collection = chromadb.PersistentClient(str(folder / "chroma")).get_or_create_collection("papers")
    storage = StorageContext.from_defaults(docstore=docstore, vector_store=ChromaVectorStore(collection))
    index = VectorStoreIndex(nodes, storage_context=storage, embed_model=Embedding(embed_batch_size=64))
    depth = min(2 * DEPTH, len(nodes))  # chunks, of which a paper may have several
    words = BM25Retriever.from_defaults(
        docstore=docstore, similarity_top_k=depth, stemmer=Stemmer.Stemmer("english"), language="english"
    )
    both = QueryFusionRetriever(
        [index.as_retriever(similarity_top_k=depth), words],
        llm=MockLLM(),  # never asked: with one query none is generated
        num_queries=1,
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=2 * depth,
        use_async=False,
    )
    return lambda question: _first(hit.node.ref_doc_id or "" for hit in both.retrieve(question))


def txtai(texts: Sequence[Text], folder: Path) -> Search:
    from txtai import Embeddings

    model = MiniLM()

    def embed(texts: list[str]):  # type: ignore[no-untyped-def]  # txtai takes nothing but a plain function
        return model.embed(texts)

    # Its default, faiss with cells, finds so much less (SciFact nDCG@10 0.634 against 0.713) that it would be unfair.
    embeddings = Embeddings(method="external", transform=embed, hybrid=True, content=True, backend="numpy")
    embeddings.index((text.id, text.whole) for text in texts)
    return lambda question: [hit["id"] for hit in embeddings.search(question, DEPTH)]


def haystack(texts: Sequence[Text], folder: Path) -> Search:
    """Its store in memory: the one that has both searches, and that its tutorial of hybrid search uses."""
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    model = MiniLM()
    store = InMemoryDocumentStore()
    vectors = model.embed([text.whole for text in texts])
    store.write_documents(
        [Document(id=t.id, content=t.whole, embedding=v.tolist()) for t, v in zip(texts, vectors, strict=True)]
    )
    words = InMemoryBM25Retriever(store, top_k=DEPTH)
    near = InMemoryEmbeddingRetriever(store, top_k=DEPTH)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)

    def search(question: str) -> list[str]:
        found = [words.run(query=question), near.run(query_embedding=model.embed([question])[0].tolist())]
        return [document.id for document in joiner.run(documents=[one["documents"] for one in found])["documents"]]

    return search


def bm25(texts: Sequence[Text], folder: Path) -> Search:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    words = bm25s.BM25()
    tokens = bm25s.tokenize([text.whole for text in texts], stopwords="en", stemmer=stemmer, show_progress=False)
    words.index(tokens, show_progress=False)

    def search(question: str) -> list[str]:
        tokens = bm25s.tokenize(question, stopwords="en", stemmer=stemmer, show_progress=False)
        places, _ = words.retrieve(tokens, k=min(DEPTH, len(texts)), show_progress=False)
        return [texts[place].id for place in places[0]]

    return search


def _first(ids: Iterable[str]) -> list[str]:
    return list(islice(dict.fromkeys(ids), DEPTH))


LIBRARIES: Mapping[str, Library] = {
    "this project": this_project,
    "llama-index, Chroma": llama_index,
    "llama-index, Chroma, with our question map": partial(llama_index, moved=True),
    "txtai": txtai,
    "Haystack": haystack,
    "bm25s, words alone": bm25,
}
