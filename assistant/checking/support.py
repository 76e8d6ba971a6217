"""Holding one sentence against the quotes it cites, by code alone.

A number or a name that stands neither in a cited quote nor in that paper's title and abstract refutes the sentence.
Where all stand there, it is backed if its words are the quotes'; what says the same in other words is left open.

Why: docs/decisions/0010-every-sentence-is-checked.md
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from assistant.checking.names import holds_name, names_in, plain_words, spelled_out
from assistant.checking.numbers import is_difference, numbers_in, values_in
from assistant.checking.turning_words import denies, turns
from assistant.types import Quote

Standing = Literal["backed", "open", "refuted"]

_MARK = re.compile(r"\s*\[\d+\]")
_ENUMERATION = re.compile(r"^\s*(?:[-*•]\s+|\d{1,3}[.)]\s+)")
_AFTER_HEAD = re.compile(r"[*_”\"]*\s*(?::|–|—|\s-)[*_]*\s+")  # what parts a title from what is said of its paper
_LIKE_THE_QUOTES = 0.8  # of the sentence's telling words; below it the sentence is no mere selection from the quotes
_STEM, _ENDING = 4, 3  # letters two forms of a word share at least, and those in which they differ at most
_ON_THE_MATTER = 0.5  # of the telling words of a sentence without a mark; below it is a courtesy
_SHORT = 4  # letters a telling word has at least
_FEW = 3  # telling words of a statement
_ENGLISH = frozenset("the of and to for with that by from which has it is are this".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """What the code says of a sentence; `missing`: the numbers and names that no source of it holds."""

    standing: Standing
    missing: tuple[str, ...] = ()


def check(sentence: str, quotes: Sequence[Quote], *, also: str = "") -> Finding:
    """`quotes`: those the sentence cites. `also`: further text whose numbers and names it may use."""
    papers = {quote.paper.id: quote.paper for quote in quotes}.values()
    own = _said(_ENUMERATION.sub("", _MARK.sub("", sentence)), [paper.title for paper in papers])
    told = " \n".join(quote.text for quote in quotes)
    source = " \n".join([also, *(f"{paper.title} \n{paper.abstract}" for paper in papers)])
    source = " \n".join([source, *spelled_out(own, source)])
    computed = {n.text for n in numbers_in(own) if is_difference(n, values_in(told))}  # from two terms that are quoted
    refuting = tuple(
        dict.fromkeys(
            [
                *(text for text in _numbers(own, source, worded=False) if text not in computed),
                *_names(own, source, plain=_is_english(own)),
            ]
        )
    )
    if refuting:
        return Finding("refuted", refuting)
    titles = " \n".join(paper.title for paper in papers)
    near = f"{told} \n{titles}"  # what stands elsewhere in the abstract may be the number of something else
    unsure = [*_numbers(own, near, worded=False), *_numbers(own, source, worded=True), *_shares(own, source)]
    unsure += _names(own, near, plain=True)
    return Finding("open" if unsure or not _says_the_same(own, told, titles) else "backed")


def _said(line: str, titles: Sequence[str]) -> str:
    """The line without the title of its own paper at its head: that names the paper and states nothing."""
    for found in _AFTER_HEAD.finditer(line):
        head = plain_words(line[: found.start()])
        if head.strip() and any(head == plain_words(title) for title in titles):
            return line[found.end() :]
    return line


def is_about(sentence: str, quotes: Sequence[Quote]) -> bool:
    """Whether a sentence that cites nothing says something of the quotes' matter, and is no mere courtesy."""
    if any(numbers_in(sentence)) or any(_strong_names(sentence)):
        return True
    telling = _telling(plain_words(sentence).split())
    return len(telling) >= _FEW and _share(telling, " ".join(quote.text for quote in quotes)) >= _ON_THE_MATTER


def _numbers(own: str, source: str, *, worded: bool) -> Iterator[str]:
    """Digits refute; a number in letters may be a count of the sentence's own: "the two papers"."""
    values = values_in(source)
    known = values | {value.removesuffix("%") for value in values}
    for number in numbers_in(own):
        if number.worded == worded and not number.agrees(known):
            yield number.text


def _shares(own: str, source: str) -> Iterator[str]:
    """Bare numbers that the source has only as a share: "12 points" may stand for 12%, "12 whales" may not."""
    values = values_in(source)
    return (number.text for number in numbers_in(own) if not number.worded and not number.agrees(values))


def _names(own: str, source: str, *, plain: bool) -> Iterator[str]:
    """With `plain` also those that only a capital shows: in English they are names, in German any noun is one."""
    for name in names_in(own):
        if (plain or not name.plain) and not holds_name(source, name.text):
            yield name.text


def _says_the_same(own: str, told: str, titles: str) -> bool:
    said, source = plain_words(own), plain_words(told)
    if said.strip() and said in source:
        return True
    words, known = said.split(), source.split()
    turned = turns(words)
    if turned - turns(known):
        return False
    if denies(words) != denies(known) or (turned and len(set(_strong_names(own))) > 1):
        return False  # who beats whom, and what is not so, shows in the order of the words alone
    telling = _telling(words)
    return bool(telling) and _share(telling, f"{told} {titles}") >= _LIKE_THE_QUOTES


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if len(word) >= _SHORT and word not in _ENGLISH]


def _share(words: Sequence[str], text: str) -> float:
    """How many of the words stand in the text, in whatever form."""
    known = set(plain_words(text).split())
    return sum(any(_are_forms(word, other) for other in known) for word in words) / len(words)


def _are_forms(one: str, other: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one == other or (shared >= _STEM and max(len(one), len(other)) - shared <= _ENDING)


def _strong_names(own: str) -> Iterator[str]:
    return (name.text for name in names_in(own) if not name.plain)


def _is_english(text: str) -> bool:
    words = plain_words(text).split()
    return len(words) < _SHORT or bool(_ENGLISH & set(words))
