"""What in a sentence can be held against its source by code alone: its numbers and its names.

A number is compared by value: 1,000 is 1000 and 1k. A name is a word that plain prose would not spell so: with capitals
or digits inside, all capitals, or capitalised where no sentence begins.

Why: docs/decisions/0010-every-sentence-is-checked.md
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12, "t": 12}
_SCALES |= {"tausend": 3, "millionen": 6, "milliarden": 9, "millions": 6, "milliards": 9, "millones": 6, "milioni": 6}
_PERCENT = r"\\?%|per ?cent(?:age points?)?\b|pp\b"
_NUMBER = re.compile(
    r"(?P<digits>\d+(?:[,.\u00a0\u2009\u202f]\d+)*)"
    rf"(?:\s?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b)?(?:\s?(?P<percent>{_PERCENT}))?",
    re.IGNORECASE,
)
_INSIDE_A_NAME = re.compile(r"[^\W\d_][-–.]?$")  # the 4 of GPT-4 and of Phi.4 is part of the name
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,.\u00a0\u2009\u202f]\d{3})+")
_MEASURE = re.compile(r"\d[\d.,]*[^\W\d_]{0,2}")  # 8B, 3D, 1.5M: numbers, not names
_SMALL = "two three four five six seven eight nine ten eleven twelve".split()  # "one" is more often no number
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {**{w: n for n, w in enumerate(_SMALL, start=2)}, **{w: 20 + 10 * n for n, w in enumerate(_TENS)}}
_WORD = re.compile(r"\b(" + "|".join(_WORDS) + r")\b(?:\s(thousand|million|billion|trillion)\b)?", re.IGNORECASE)

_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑–.+'’/][^\W_]+)*\+*")
_OPENS = re.compile(
    r"(?:^[-*]?|[.!?:;—–•|(“\"]|\d[.)])[\s“\"'(*]*$"
)  # before the first word of a sentence, label or cell
_LETTERS = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?$|(?<=[A-Z])s$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, and every value it may be read as; `worded`: written in letters."""

    text: str
    readings: frozenset[str]
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written. `plain`: nothing but a capital letter shows that it is one."""

    text: str
    plain: bool


def numbers_in(sentence: str) -> Iterator[Number]:
    """The numbers of a sentence, without those inside names."""
    for found in _NUMBER.finditer(sentence):
        if not _INSIDE_A_NAME.search(sentence[max(0, found.start() - 2) : found.start()]):
            yield Number(found[0].strip(), frozenset(_readings(found)))
    for found in _WORD.finditer(sentence):
        yield Number(found[0], frozenset({_worded(found)}), worded=True)


def values_in(source: str) -> frozenset[str]:
    """Every value that a number of the source can be read as, also of those inside names."""
    digits = (reading for found in _NUMBER.finditer(source) for reading in _readings(found))
    return frozenset([*digits, *map(_worded, _WORD.finditer(source))])


def names_in(sentence: str) -> Iterator[Name]:
    """The names of a sentence, each as often as it stands there."""
    text = unicodedata.normalize("NFKC", sentence)
    for found in _TOKEN.finditer(text):
        word = _POSSESSIVE.sub("", found[0])
        if _MEASURE.fullmatch(word):
            continue
        if any(map(_is_spelt_oddly, re.split(r"[-‐‑–/]", word))) or _joins_letters_and_digits(word):
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
    return name.isupper() and 1 < len(name) < 8 and name.casefold() in _initials(text)


def plain_words(text: str) -> str:
    """The words in small letters without accents, one space around each."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(_LETTERS.findall(''.join(c for c in parts if not unicodedata.combining(c))))} "


def _readings(found: re.Match[str]) -> Iterator[str]:
    """A point may part decimals or, as in German, thousands; a comma parts thousands where it groups by three."""
    digits = re.sub(r"[\u00a0\u2009\u202f]", ",", found["digits"])
    grouped = _GROUPED.fullmatch(digits)
    written = {re.sub("[,.]", "", digits)} if grouped else {digits.replace(",", ".")}
    if grouped and "," not in digits:
        written.add(digits)
    for number in written:
        plain = re.fullmatch(r"\d{1,30}(?:\.\d{1,30})?", number)  # else a version, 1.2.3, or no number at all
        yield (_value(Decimal(number), found["scale"]) if plain else number) + "%" * bool(found["percent"])


def _worded(found: re.Match[str]) -> str:
    return _value(Decimal(_WORDS[found[1].lower()]), found[2])


def _value(number: Decimal, scale: str | None) -> str:
    return f"{number.scaleb(_SCALES[scale.lower()] if scale else 0).normalize():f}"


def _is_spelt_oddly(part: str) -> bool:
    return len(part) > 1 and any(char.isupper() for char in part[1:])


def _joins_letters_and_digits(word: str) -> bool:
    return word[0].isalpha() and any(char.isdigit() for char in word)


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.split())
