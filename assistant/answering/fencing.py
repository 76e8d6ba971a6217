"""Putting text that strangers wrote into a prompt as data. Knows no prompt.

Brackets are swapped for look-alikes, so that no such text can hold a fence, a chat template's token
(`<|im_end|>`, `[INST]`) or a mark [n] of ours; `quoting` takes the look-alikes for the brackets again.
"""

import secrets
import unicodedata

_BRACKETS = str.maketrans("<>[]＜＞［］﹤﹥", "‹›⟦⟧‹›⟦⟧‹›")


def new_fence() -> str:
    """A word for one request's fences that nobody could have written into a text beforehand."""
    return secrets.token_hex(6)


def as_data(text: str) -> str:
    """The text on one line, without brackets, invisible and control characters."""
    return " ".join("".join(filter(is_seen, text.translate(_BRACKETS))).split())


def is_seen(char: str) -> bool:
    """Whether a reader sees anything of it. Control, invisible, private and half characters are not seen."""
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs")
