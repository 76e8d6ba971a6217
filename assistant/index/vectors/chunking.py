"""From an abstract to the stretches that are embedded, with llama-index's splitter.

Imports llama_index and tiktoken when a splitter is made (seconds): only writing needs one.

Why: docs/decisions/0004-llama-index-writes.md
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.index.layout import Chunking
from assistant.types import Chunk, Paper


class Splitter:
    """Cuts papers into chunks, and makes of a chunk the text that its vector stands for."""

    def __init__(self, chunking: Chunking) -> None:
        from llama_index.core.node_parser import SentenceSplitter

        self._encoding = _cl100k()
        self._title_tokens = chunking.title
        self._splitter = SentenceSplitter(
            chunk_size=chunking.tokens,
            chunk_overlap=chunking.overlap,
            tokenizer=self._encoding.encode_ordinary,
            chunking_tokenizer_fn=_sentences,
        )

    def chunks(self, paper: Paper) -> list[Chunk]:
        """Ordered and disjoint, leaving out nothing but white space; one empty chunk for an empty abstract."""
        found = list(_spans(paper.abstract, self._splitter.split_text)) or [(0, 0)]
        return [Chunk(paper, ordinal, start, end) for ordinal, (start, end) in enumerate(found)]

    def text(self, chunk: Chunk) -> str:
        """What is embedded: the title, cut where it is too long, in front of the slice."""
        tokens = self._encoding.encode_ordinary(chunk.paper.title)
        title = chunk.paper.title
        if len(tokens) > self._title_tokens:
            title = self._encoding.decode(tokens[: self._title_tokens], errors="ignore")
        return "\n".join(part for part in (title, chunk.text) if part)

    def size(self, text: str) -> int:
        """In tokens."""
        return len(self._encoding.encode_ordinary(text))


def _spans(text: str, split: Callable[[str], list[str]]) -> Iterator[tuple[int, int]]:
    """The splitter gives texts, not places. Its pieces are stripped and follow one another with only white space
    between, so the first place after the piece before is the place, whatever is repeated elsewhere."""
    end = 0
    for piece in split(text):
        start = text.index(piece, end)
        end = start + len(piece)
        if piece:
            yield start, end


def _sentences(text: str) -> list[str]:
    """The text cut where sentences begin; the pieces joined are the text."""
    import sentencex

    begins = {int(boundary["start_index"]) for boundary in sentencex.get_sentence_boundaries("en", text)}
    return [text[start:end] for start, end in pairwise(sorted({0, *begins, len(text)}))]


def _cl100k() -> Any:  # tiktoken is imported late, and so is its type
    import tiktoken

    with _bundled_tables():
        return tiktoken.get_encoding("cl100k_base")


@contextmanager
def _bundled_tables() -> Iterator[None]:
    """tiktoken fetches its tables from the network; llama-index carries this one. The variable is put back."""
    import llama_index.core

    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    os.environ["TIKTOKEN_CACHE_DIR"] = str(Path(llama_index.core.__file__).parent / "_static" / "tiktoken_cache")
    try:
        yield
    finally:
        if before is None:
            del os.environ["TIKTOKEN_CACHE_DIR"]
        else:
            os.environ["TIKTOKEN_CACHE_DIR"] = before
