"""Keeping what only a request says out of what a reader sees: the prompt's own words and its fence. Knows no model."""

import re
import unicodedata
from collections.abc import Iterable

from assistant.answering.fencing import is_seen
from assistant.answering.prompts import load_prompt, prompts_folder
from assistant.ports import Message

_RUN = 8  # words in a row: fewer stand in any English text by chance
_MARK = re.compile(r"\[\d+\]")  # would part the words of a prompt that is repeated piece by piece
_WORD = re.compile(r"[^\W_]+")

Run = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words, in small letters and plain forms, without marks and invisible characters."""
    plain = "".join(filter(is_seen, unicodedata.normalize("NFKC", _MARK.sub(" ", text))))
    return _WORD.findall(plain.casefold())


def runs_of(text: str) -> set[Run]:
    """Every eight words in a row."""
    words = words_of(text)
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


class LeakGuard:
    """Watches over one reply to `messages`: their system message shall not come back, nor the word of the fence.

    The user message is not watched over: it holds the question and the papers, which an answer speaks of.
    """

    def __init__(self, messages: Iterable[Message], fence: str) -> None:
        self._fence = fence.casefold()
        self._secret = set[Run]().union(*(runs_of(m.content) for m in messages if m.role == "system"))
        self._tail: list[str] = []

    def passes(self, text: str) -> bool:
        """Whether this text, after those that passed before it, may be shown."""
        words = words_of(text)
        told = [*self._tail, *words]
        if self._fence in "".join(words) or not self._secret.isdisjoint(runs_of(" ".join(told))):
            return False
        self._tail = told[-_RUN + 1 :]
        return True


def prompt_runs() -> frozenset[Run]:
    """Every eight words in a row of every prompt, as they stand in the files."""
    names = [file.stem for file in prompts_folder().glob("*.md") if file.stem != "README"]
    prompts = [load_prompt(name) for name in names]
    return frozenset().union(*(runs_of(text) for prompt in prompts for text in (prompt.system, prompt.user)))
