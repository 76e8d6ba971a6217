"""What groups of papers are about, in their own words.

Why: docs/decisions/0022-the-map.md
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from assistant.types import Paper

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SHORTEST = 3  # letters of a word that can name a topic
_TOO_COMMON = 0.15  # a word of more papers than this share names no topic
_FROM = 40  # papers, from which on words can be told to be too common
_PLAIN = frozenset(
    """a an the and or but nor not no of on in at to for from with without within by as is are was were be been being
    has have had do does did can could may might will would should this that these those there their they them it its
    we our us you your he she his her who whom whose which what when where why how all any each every both few more
    most other some such only own same so than too very just also however thus hence while whereas although though
    because since until unless after before during between among across through over under above below into onto upon
    about against via per e-g i-e et al etc ours here then up out off down again further once if else many much
    several various different new novel use used uses using based show shows shown propose proposes proposed present
    presents presented introduce introduces introduced study studies paper papers work works approach approaches
    method methods model models result results achieve achieves achieved demonstrate demonstrates perform
    performs performance improve improves improved improving existing recent recently state-of-the-art significantly
    significant often well even still make makes made first second two three one provide provides provided further
    including include includes enable enables enabling effective efficient effectively efficiently key high low large
    small assess assesses evaluate evaluates evaluation capabilities capability ability tasks task framework address
    addresses better best across towards toward despite leveraging leverage yet allow allows require requires""".split()
)


@dataclass(slots=True)
class _Counted:
    """Of the terms, by stem: in how many papers, in how many of each group, and how they are mostly written."""

    papers: Counter[str] = field(default_factory=Counter)
    groups: dict[int, Counter[str]] = field(default_factory=dict)
    written: dict[str, Counter[str]] = field(default_factory=dict)


def name_topics(
    papers: Sequence[Paper], groups: Sequence[int], *, stem: Callable[[str], str], words: int = 3
) -> dict[int, tuple[str, ...]]:
    """At most `words` terms for each group: those its papers use and the others do not. A term is a word or two.

    Class-based tf-idf (Grootendorst, 2022: BERTopic) with papers for places: how often the group has a term, twice
    where a title has it, times the log of how much more often than all do. BERTopic's own log(1 + A / f) let words that
    stand everywhere name half of the groups.
    """
    counted = _Counted()
    for paper, group in zip(papers, groups, strict=True):
        _count(paper, counted, counted.groups.setdefault(group, Counter()), stem)
    sizes = Counter(groups)
    most = _TOO_COMMON * len(papers) if len(papers) >= _FROM else len(papers)

    def named(group: int, seen: Counter[str]) -> tuple[str, ...]:
        def rarity(term: str) -> float:
            return log(seen[term] / sizes[group] / (counted.papers[term] / len(papers)))

        return _best(seen, counted, words, rarity, most)

    return {group: named(group, seen) for group, seen in sorted(counted.groups.items())}


def _count(paper: Paper, counted: _Counted, group: Counter[str], stem: Callable[[str], str]) -> None:
    def stems(text: str) -> dict[str, str]:
        return {" ".join(map(stem, term.split())): term for term in _terms(text)}

    title = stems(paper.title)
    for key, term in {**stems(paper.abstract), **title}.items():
        times = 2 if key in title else 1
        counted.papers[key] += times
        group[key] += times
        counted.written.setdefault(key, Counter())[term] += 1


def _terms(text: str) -> Iterable[str]:
    for part in re.split(r"[.,;:!?()\[\]{}]+", text):
        words = [word if _is_acronym(word) else word.lower() for word in _WORD.findall(part)]
        able = [word.lower() not in _PLAIN and len(word) >= _SHORTEST for word in words]
        yield from (word for word, is_able in zip(words, able, strict=True) if is_able)
        pairs = zip(words, words[1:], able, able[1:], strict=False)
        yield from (f"{one} {other}" for one, other, first, second in pairs if first and second)


def _best(
    seen: Counter[str], counted: _Counted, words: int, rarity: Callable[[str], float], most: float
) -> tuple[str, ...]:
    """The terms with the highest weight, no word in two of them."""

    def weight(term: str) -> float:
        return seen[term] * rarity(term) * (1.3 if " " in term else 1.0)  # two words say more than one

    usual = [term for term in seen if counted.papers[term] <= most and seen[term] > 2]
    able = [term for term in usual if rarity(term) > 0] or usual or list(seen)
    chosen: list[str] = []
    for term in sorted(able, key=lambda term: (-weight(term), term)):
        if not {*term.split()} & {word for other in chosen for word in other.split()}:
            chosen.append(term)
        if len(chosen) == words:
            break
    return tuple(counted.written[term].most_common(1)[0][0] for term in chosen)


def _is_acronym(word: str) -> bool:
    return any(sum(letter.isupper() for letter in part) > 1 for part in word.split("-"))
