"""The assistant in a program of LangChain, which comes with the extra `langchain`."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.answering import Assistant
from assistant.types import RankedPaper


class PaperRetriever(BaseRetriever):
    """The k best papers for a question, each abstract a document."""

    papers: Assistant
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(ranked) for ranked in self.papers.search(query, self.k)]


def _document(ranked: RankedPaper) -> Document:
    paper = ranked.paper
    metadata = {
        "paper": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "date": paper.date,
        "url": paper.url,
        "score": ranked.score,
    }
    return Document(id=paper.id, page_content=paper.abstract, metadata=metadata)
