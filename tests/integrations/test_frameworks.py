"""The assistant in llama-index and LangChain, with the real frameworks over the sample."""

from pathlib import Path

import chromadb
import pytest
from llama_index.core.vector_stores.types import VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant import open_assistant
from assistant.answering import Assistant
from assistant.integrations.langchain import PaperRetriever as LangChainRetriever
from assistant.integrations.llama_index import PaperQueryEngine, PaperRetriever
from assistant.models.minilm import MiniLM
from tests.doors.calling import QUESTIONS

_ASKED = "neural collapse"


@pytest.fixture(scope="module")
def papers(sample_index: Path) -> Assistant:
    return open_assistant(str(sample_index))


def test_the_retriever_gives_what_a_search_gives(papers: Assistant) -> None:
    nodes, found = PaperRetriever(papers, k=5).retrieve(_ASKED), papers.search(_ASKED, 5)
    assert [(n.node.metadata["paper"], n.score, n.text) for n in nodes] == [
        (r.paper.id, r.score, r.paper.abstract) for r in found
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_response_is_the_answer_and_its_source_nodes_are_the_citations(papers: Assistant, question: str) -> None:
    response, answer = PaperQueryEngine(papers=papers).query(question), papers.ask(question)
    assert str(response) == (answer.text or "None")
    assert [
        (n.node.metadata["number"], n.node.metadata["paper"], n.node.metadata["start"], n.text)
        for n in response.source_nodes
    ] == [(c.number, c.quote.paper.id, c.quote.start, c.quote.text) for c in answer.citations]


def test_the_langchain_retriever_gives_the_same(papers: Assistant) -> None:
    documents = LangChainRetriever(papers=papers, k=5).invoke(_ASKED)
    assert [(d.id, d.metadata["score"], d.page_content) for d in documents] == [
        (r.paper.id, r.score, r.paper.abstract) for r in papers.search(_ASKED, 5)
    ]


def test_a_plain_program_of_llama_index_opens_the_collection(own_index: Path) -> None:
    client = chromadb.PersistentClient(str(own_index / "chroma" / "1"))
    store = ChromaVectorStore(chroma_collection=client.get_collection("papers", embedding_function=None))
    (vector,) = MiniLM().embed([_ASKED]).tolist()
    found = store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=3))
    assert any("collapse" in node.get_content().lower() for node in found.nodes or ())
    client.close()
