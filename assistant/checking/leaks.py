"""Keeping what only a request says out of what a reader sees: the prompts' own words, and fences.

Why: docs/decisions/0024-text-of-strangers.md
"""

import re
import unicodedata
from functools import cache
from typing import get_args

from assistant.prompting.fences import is_seen
from assistant.prompting.prompts import load_prompt, prompts_folder
from assistant.types import Kind

_RUN = 8  # words in a row: fewer stand in any English text by chance
_REACH = 400  # characters in which seven words stand
_MARK = re.compile(r"\[\d+\]")  # would part the words of a prompt that is repeated piece by piece
_BLANK = re.compile(r"\$\w+")
_WORD = re.compile(r"[^\W_]+")
_FENCE = re.compile(r"\b[0-9a-f]{12}\b")  # as `fencing` makes them

Run = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words, in small letters and plain forms, without marks and invisible characters."""
    return _WORD.findall(_MARK.sub(" ", _plain(text)).casefold())


def runs_of(text: str) -> set[Run]:
    """Every eight words in a row."""
    words = words_of(text)
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


@cache
def prompt_runs() -> frozenset[Run]:
    """Every eight words in a row of every prompt; a blank parts them, but for kind and language, for what
    fills it is not the prompt's own."""
    names = [file.stem for file in prompts_folder().glob("*.md") if file.stem != "README"]
    texts = [text for prompt in map(load_prompt, names) for text in (prompt.system, prompt.user)]
    texts = [text.replace("$language", "the language of the question") for text in texts]
    texts = [text.replace("$kind", kind) for text in texts for kind in get_args(Kind)]
    return frozenset().union(*(runs_of(part) for text in texts for part in _BLANK.split(text)))


def leaks(text: str, *, after: str = "") -> bool:
    """Whether the text repeats a prompt, read on from `after`, the text it follows, or holds the word of a fence."""
    before = words_of(after[-_REACH:])[-_RUN + 1 :]
    return bool(_FENCE.search(_plain(text)) or runs_of(" ".join([*before, *words_of(text)])) & prompt_runs())


def _plain(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(filter(is_seen, unicodedata.normalize("NFKC", text)))
