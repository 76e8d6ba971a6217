"""The numbers of a sentence, by value: 1,000 is 1000, 1k and a thousand.

Why: docs/decisions/0010-every-sentence-is-checked.md
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from text_to_num import alpha2digit

_SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12, "t": 12}
_SCALES |= {"tausend": 3, "millionen": 6, "milliarden": 9, "millions": 6, "milliards": 9, "millones": 6, "milioni": 6}
_PERCENT = r"\\?%|per ?cent(?:age points?)?\b|pp\b"
_BEFORE_SCALE = r"(?:\s?|[-‐‑](?=[^\W\d_]{4}))"  # "12B", "12 billion" and "12-billion", but no "4-k"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = re.compile(
    r"(?P<digits>\d+(?:[,.\u00a0\u2009\u202f]\d+)*)(?P<nth>(?:st|nd|rd|th)\b)?"
    rf"(?:{_BEFORE_SCALE}(?P<scale>{_SCALE})\b)?(?:\s?(?P<percent>{_PERCENT}))?",
    re.IGNORECASE,
)
_INSIDE_A_NAME = re.compile(r"[^\W\d_][-–.]?$")  # the 4 of GPT-4 and of Phi.4 is part of the name
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,.\u00a0\u2009\u202f]\d{3})+")
_ABOUT = "about around roughly approximately circa ca etwa ungefähr rund environ".split()
_ABOVE, _BELOW = ("over", "more than", "above"), ("nearly", "almost", "under", "less than", "below", "close to")
_WAYS = {**dict.fromkeys(_ABOUT, ROUND_HALF_UP), **dict.fromkeys(_ABOVE, ROUND_FLOOR)}
_WAYS |= dict.fromkeys(_BELOW, ROUND_CEILING)
_HEDGE = re.compile(rf"(?:\b(?P<word>{'|'.join(_WAYS)})\.?\s|[~≈])\s?$", re.IGNORECASE)
_LEAST = 2  # digits that a rounded number keeps


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, and every value it may be read as; `worded`: written in letters; `rounded`: how, where a
    word before it says that it is ("about 70 %")."""

    text: str
    readings: frozenset[str]
    worded: bool = False
    rounded: str | None = None

    def agrees(self, values: frozenset[str]) -> bool:
        """Whether one of a source's values is this number, or is honestly rounded to it."""
        if self.readings & values:
            return True
        return self.rounded is not None and any(_rounds(value, self.readings, self.rounded) for value in values)


def numbers_in(sentence: str) -> Iterator[Number]:
    """The numbers of a sentence, without those inside names."""
    for found in _NUMBER.finditer(sentence):
        if not _INSIDE_A_NAME.search(sentence[max(0, found.start() - 2) : found.start()]):
            yield Number(found[0].strip(), frozenset(_readings(found)), rounded=_rounding(sentence[: found.start()]))
    for found in _worded(sentence):
        yield Number(found[0], frozenset(_readings(found)), worded=True)


def values_in(source: str) -> frozenset[str]:
    """Every value that a number of the source can be read as, also of those inside names."""
    digits = (reading for found in _NUMBER.finditer(source) for reading in _readings(found))
    return frozenset([*digits, *(reading for found in _worded(source) for reading in _readings(found))])


def is_difference(number: Number, values: frozenset[str]) -> bool:
    """Whether it is what one of these values has over another, in the same unit."""
    plain = sorted({Decimal(value.removesuffix("%")) for value in values if _is_plain(value)})
    wanted = {Decimal(reading.removesuffix("%")) for reading in number.readings if _is_plain(reading)}
    return any(more - less in wanted for place, less in enumerate(plain) for more in plain[place + 1 :])


def _worded(text: str) -> Iterator[re.Match[str]]:
    """Numbers in letters: "twenty-two", "twelve-billion-parameter"; "one" is more often no number."""
    words = _NUMBER.sub(" ; ", text).replace("-", " ")
    numbers = _NUMBER.finditer(alpha2digit(words, "en", threshold=1))
    return (found for found in numbers if not found["nth"] and found[0] != "1")


def _readings(found: re.Match[str]) -> Iterator[str]:
    """A point may part decimals or, as in German, thousands; a comma parts thousands where it groups by three."""
    digits = re.sub(r"[\u00a0\u2009\u202f]", ",", found["digits"])
    grouped = _GROUPED.fullmatch(digits)
    written = {re.sub("[,.]", "", digits)} if grouped else {digits.replace(",", ".")}
    if grouped and "," not in digits:
        written.add(digits)
    for number in written:
        plain = _is_plain(number)  # else a version, 1.2.3, or no number at all
        yield (_value(Decimal(number), found["scale"]) if plain else number) + "%" * bool(found["percent"])


def _is_plain(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,30}(?:\.\d{1,30})?%?", value))


def _value(number: Decimal, scale: str | None) -> str:
    return f"{number.scaleb(_SCALES[scale.lower()] if scale else 0).normalize():f}"


def _rounding(before: str) -> str | None:
    found = _HEDGE.search(before)
    return found and (_WAYS[found["word"].lower()] if found["word"] else ROUND_HALF_UP)


def _rounds(value: str, readings: frozenset[str], how: str) -> bool:
    """Whether the value becomes one of the readings when it keeps fewer digits, two at least."""
    if not _is_plain(value):
        return False
    number, unit = Decimal(value.removesuffix("%")), "%" * value.endswith("%")
    for digits in range(_LEAST, len(number.as_tuple().digits)):
        kept = Context(prec=digits, rounding=how).plus(number)
        if f"{kept.normalize():f}{unit}" in readings:
            return True
    return False
