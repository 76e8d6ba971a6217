"""Putting text that strangers wrote into a prompt as data.

Brackets, and what looks like them, become marks that stand for nothing, so that no such text can hold a fence, a chat
template's token (`<|im_end|>`, `[INST]`) or a mark [n] of ours; `quoting` takes all of them for plain brackets again.

Why: docs/decisions/0024-text-of-strangers.md
"""

import secrets
import unicodedata
from collections.abc import Mapping

_LOOKALIKES: Mapping[str, str] = {  # each plain bracket, and the characters a reader or a model may take for it
    "<": "‹＜﹤〈〈⟨《⟪❮❰❬˂ᐸ⧼⦑",
    ">": "›＞﹥〉〉⟩》⟫❯❱❭˃ᐳ⧽⦒",
    "[": "⟦［【〔〖〚⁅⦋⦗❲",
    "]": "⟧］】〕〗〛⁆⦌⦘❳",
}
_STAND_INS = {"<": "‹", ">": "›", "[": "⟦", "]": "⟧"}
PLAIN_BRACKETS: Mapping[str, str] = {like: plain for plain, all_like in _LOOKALIKES.items() for like in all_like}
_AS_DATA = str.maketrans({**_STAND_INS, **{like: _STAND_INS[plain] for like, plain in PLAIN_BRACKETS.items()}})

# Not seen although their category does not say so: fillers, joiners, selectors of a letter's form (Unicode's
# Default_Ignorable_Code_Point). Selectors can carry whole sentences that no reader sees.
_IGNORABLE = frozenset(
    {*"\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"}
    | {chr(code) for span in ((0x180B, 0x1810), (0xFE00, 0xFE10), (0xE0100, 0xE01F0)) for code in range(*span)}
)


def new_fence() -> str:
    """A word for one request's fences that nobody could have written into a text beforehand."""
    return secrets.token_hex(6)


def as_data(text: str) -> str:
    """The text on one line, without brackets, invisible and control characters."""
    return " ".join("".join(filter(is_seen, text.translate(_AS_DATA))).split())


def is_seen(char: str) -> bool:
    """Whether a reader sees anything of it. Control, invisible, private and half characters are not seen."""
    return char.isspace() or (unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs") and char not in _IGNORABLE)
