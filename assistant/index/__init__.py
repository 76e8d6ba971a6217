"""The index on disk: papers.sqlite, and chroma/ or a Chroma server and words/ derived from it. The only code that
touches them."""

from assistant.index.reader import Index, embedder_of, sources_in
from assistant.index.server.connection import ChromaServer
from assistant.index.store.queries import Counts
from assistant.index.trial import IndexTrial
from assistant.index.writer import IndexWriter

__all__ = ["ChromaServer", "Counts", "Index", "IndexTrial", "IndexWriter", "embedder_of", "sources_in"]
