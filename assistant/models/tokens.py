"""Counting and cutting text in tokens, offline."""

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from assistant.ports import Message

if TYPE_CHECKING:
    import tiktoken

_TABLE = "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"  # cl100k_base, under the name tiktoken looks for
_PER_MESSAGE = 4  # role and separators, as OpenAI counts them
_LOCK = Lock()


def count(text: str) -> int:
    return len(_encoding().encode_ordinary(text))


def count_messages(messages: Sequence[Message]) -> int:
    return sum(_PER_MESSAGE + count(message.content) for message in messages)


def cut(text: str, limit: int) -> str:
    """The text's first `limit` tokens, and less of it only where that would end inside a character."""
    if len(text.encode()) <= limit:  # a token has one byte at least
        return text
    tokens = _encoding().encode_ordinary(text)
    return text if len(tokens) <= limit else _encoding().decode(tokens[:limit], errors="ignore")


@cache
def _encoding() -> "tiktoken.Encoding":
    import tiktoken

    folder = _tables()
    with _LOCK:
        # tiktoken fetches its tables unless this names a folder that has them; llama-index ships them.
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
        try:
            return tiktoken.get_encoding("cl100k_base")
        finally:
            _restore(before)


def _restore(before: str | None) -> None:
    if before is None:
        del os.environ["TIKTOKEN_CACHE_DIR"]
    else:
        os.environ["TIKTOKEN_CACHE_DIR"] = before


def _tables() -> Path:
    spec = find_spec("llama_index")  # its namespace alone: importing the package costs seconds
    for place in spec.submodule_search_locations or () if spec else ():
        folder = Path(place, "core", "_static", "tiktoken_cache")
        if (folder / _TABLE).is_file():
            return folder
    raise FileNotFoundError("the token tables of llama-index-core are missing")
