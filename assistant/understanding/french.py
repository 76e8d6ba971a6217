"""French questions over English abstracts: their words in English, by a lexicon.

For ranking alone: the question itself is kept and shown as it was asked.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

_FUNCTION_WORDS = frozenset(
    """a aborde abordent afin ai article articles au auteurs aux avec c ce ces cet cette combien comme comment
    concernent d dans de des donc dont du elle en entre est et etes etre etudie etudient eu existe fait font
    il ils j l la le les leur leurs lors mais n nous on ont ou papiers par parlent parmi peut peuvent plus
    porte portent pour pourquoi presente presentent propose proposent qu que quel quelle quelles quels qui
    quoi s sa sans se ses son sont sur traite traitent travaux un une utilise utilisent vers vous y""".split()
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ENTRY = re.compile(r"([^#]+) (=<?) (.+)")
_LONGEST = 5  # words of a phrase in the lexicon


def in_english(text: str) -> str:
    """A French text word by word in English, without its function words; what the lexicon does not know stays."""
    words, found, at = _words(text), list[str](), 0
    while at < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if _key(words[at : at + n]) in _lexicon()), 0)
        if length:
            english, in_front = _lexicon()[_key(words[at : at + length])]
            found.insert(len(found) - (in_front and bool(found)), english)
        elif words[at] not in _FUNCTION_WORDS:
            found.append(words[at])
        at += max(length, 1)
    return " ".join(found)


def _words(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return _WORD.findall(bare)


def _key(words: list[str]) -> str:
    """A phrase without the endings of number and gender."""
    return " ".join(_ending_off(word) for word in words)


def _ending_off(word: str) -> str:
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    return word.rstrip("sx").removesuffix("e") if len(word) > 3 else word


@cache
def _lexicon() -> dict[str, tuple[str, bool]]:
    """English and whether it goes in front of the word before it, by the French."""
    lines = (files("assistant.understanding") / "french.txt").read_text(encoding="utf-8").splitlines()
    found = (_ENTRY.fullmatch(line) for line in lines)
    return {_key(_words(entry[1])): (entry[3], entry[2] == "=<") for entry in found if entry}
