"""Whether a text repeats a prompt. Pure; knows no model."""

import re
from collections.abc import Iterable

_RUN = 8  # words
_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\$\w+")

Runs = frozenset[tuple[str, ...]]


def runs_of(*texts: str) -> Runs:
    """Every eight words that follow each other; a blank parts them, for what fills it is not the prompt's."""
    return frozenset(run for text in texts for stretch in _BLANK.split(text) for run in _runs(stretch))


def repeats(text: str, runs: Runs) -> bool:
    """Whether eight words of the text follow each other just as in the prompts."""
    return any(run in runs for run in _runs(text))


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return zip(*(words[i:] for i in range(_RUN)), strict=False)
