"""What in a sentence can be held against its source by code alone: its names.

A name is a word that plain prose would not spell so: with capitals or digits inside, all capitals, or capitalised where
no sentence begins.

Why: docs/decisions/0010-every-sentence-is-checked.md
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MEASURE = re.compile(r"\d[\d.,]*[^\W\d_]{0,2}")  # 8B, 3D, 1.5M: numbers, not names
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑–.+'’/][^\W_]+)*\+*")
_OPENS = re.compile(
    r"(?:^[-*]?|[.!?:;—–•|(“\"]|\d[.)])[\s“\"'(*]*$"
)  # before the first word of a sentence, label or cell
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.?){2,6}(?![^\W_])")
_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]+(?:\s[A-Z][^\W\d_]+)+")
_LETTERS = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?$|(?<=[A-Z])s$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written. `plain`: nothing but a capital letter shows that it is one."""

    text: str
    plain: bool


def names_in(sentence: str) -> Iterator[Name]:
    """The names of a sentence, each as often as it stands there."""
    text = unicodedata.normalize("NFKC", sentence)
    for found in _TOKEN.finditer(text):
        word = _POSSESSIVE.sub("", found[0])
        if _MEASURE.fullmatch(word):
            continue
        parts = (part for part in re.split(r"[-‐‑–/]", word) if not _MEASURE.fullmatch(part))
        if any(map(_is_spelt_oddly, parts)) or _joins_letters_and_digits(word):
            yield Name(word, plain=False)
        elif word[:1].isupper() and len(word) > 1 and not _OPENS.search(text[: found.start()]):
            yield Name(word, plain=True)


def holds_name(source: str, name: str) -> bool:
    """Whether the source has the name, in any spelling of case and hyphens, or the words it is the initials of."""
    text, own = plain_words(source), plain_words(name).strip()
    if any(f" {form} " in text for form in (own, f"{own}s", own.removesuffix("s"))):
        return True
    parts = [part for part in re.split(r"[-‐‑–/\s]", name) if part]
    if len(parts) > 1 and not any(char.isdigit() for char in name):
        return all(holds_name(source, part) for part in parts if part[0].isupper())
    letters = name.replace(".", "")
    return letters.isupper() and 1 < len(letters) < 8 and letters.casefold() in _initials(text)


def spelled_out(sentence: str, source: str) -> Iterator[str]:
    """What the sentence spells out and the source abbreviates: "United States" where that says "U.S."."""
    short = {found[0].replace(".", "") for found in _ABBREVIATION.finditer(source)}
    for found in _CAPITALISED.finditer(sentence):
        words = found[0].split()
        for first in range(len(words) - 1):
            for last in range(first + 2, len(words) + 1):
                if "".join(word[0] for word in words[first:last]) in short:
                    yield " ".join(words[first:last])


def plain_words(text: str) -> str:
    """The words in small letters without accents, one space around each."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(_LETTERS.findall(''.join(c for c in parts if not unicodedata.combining(c))))} "


def _is_spelt_oddly(part: str) -> bool:
    return len(part) > 1 and any(char.isupper() for char in part[1:])


def _joins_letters_and_digits(word: str) -> bool:
    return word[0].isalpha() and any(char.isdigit() for char in word)


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.split())
