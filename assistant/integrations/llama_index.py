"""The assistant in a program of llama-index: what it ranks as a retriever, what it answers as a query engine."""

from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.answering import Assistant
from assistant.types import Answer, Citation, Paper


class PaperRetriever(BaseRetriever):
    """The k best papers for a question, each abstract a node; `start` and `end` in its metadata are offsets in it."""

    def __init__(self, papers: Assistant, k: int = 10) -> None:
        super().__init__()
        self._papers, self._k = papers, k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._papers.search(query_bundle.query_str, self._k)
        return [NodeWithScore(node=_node(r.paper, 0, len(r.paper.abstract)), score=r.score) for r in found]


class PaperQueryEngine(CustomQueryEngine):
    """Answers; the source nodes are the citations in order, and the metadata hold the whole `Answer`."""

    papers: Assistant

    def custom_query(self, query_str: str) -> Response:
        answer = self.papers.ask(query_str)
        sources = [_cited(citation, answer) for citation in answer.citations]
        return Response(answer.text, source_nodes=sources, metadata={"answer": answer})


def _cited(citation: Citation, answer: Answer) -> NodeWithScore:
    quote = citation.quote
    scores = {verdict.paper.id: verdict.score for verdict in answer.verdicts}
    node = _node(quote.paper, quote.start, quote.end, number=citation.number)
    return NodeWithScore(node=node, score=scores.get(quote.paper.id))


def _node(paper: Paper, start: int, end: int, **more: Any) -> TextNode:
    """A stretch of the abstract. The metadata stays out of what a model or an embedding would read."""
    metadata = {
        "paper": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "date": paper.date,
        "url": paper.url,
        "start": start,
        "end": end,
        **more,
    }
    unread = [name for name in metadata if name not in ("title", "date")]
    return TextNode(
        id_=f"{paper.id}#{start}-{end}",
        text=paper.abstract[start:end],
        metadata=metadata,
        start_char_idx=start,
        end_char_idx=end,
        excluded_llm_metadata_keys=unread,
        excluded_embed_metadata_keys=unread,
    )
