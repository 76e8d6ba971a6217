"""Draft gold questions from the papers' own words, for a person to correct.

Two kinds, in turn. A list question is a phrase that titles use and a few papers share: relevant are those that contain
it. A known-item question is made of phrases that only one paper has all of (known-item search: Azzopardi, de Rijke &
Balog, SIGIR 2007, who draw words by chance where we take the rarest phrases).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, combinations, islice, product, zip_longest

from assistant.evaluation.asking.phrases import Phrase, find_phrases
from assistant.types import Paper

_FEWEST, _MOST = 3, 12  # papers that share the phrase of a list question
_OVERLAP = 0.5  # of two such phrases the second is left out where they share this much (Jaccard)
_CLOSEST = 6  # phrases of a paper that are tried for it
_LIST_NOTE = (
    "Draft: relevant are the papers that contain the phrase. Add those that say it in other words; those that "
    "only mention it are partial."
)
_ITEM_NOTE = "Draft: these phrases stand together in this paper alone. Ask it in other words, of something it says."

Json = dict[str, object]


def draft_gold(papers: Sequence[Paper], n: int) -> list[Json]:
    """At most n questions, as lines of a gold file that `read_gold` reads, each marked as a draft.

    The same papers give the same questions, and a larger n adds to those of a smaller one.
    """
    phrases = find_phrases(papers)
    in_turn = chain.from_iterable(zip_longest(_lists(papers, phrases), _items(papers, phrases)))
    return list(islice((line for line in in_turn if line), n))


def _lists(papers: Sequence[Paper], phrases: Sequence[Phrase]) -> Iterator[Json]:
    taken: list[Phrase] = []
    for phrase in phrases:
        if _FEWEST <= len(phrase.places) <= _MOST and not any(_overlap(phrase, other) for other in taken):
            taken.append(phrase)
            relevant = [papers[place] for place in sorted(phrase.places)]
            question = f"Which papers deal with {phrase.words}?"
            yield _line(f"DL{len(taken):03}", "list", question, relevant, {"partial": []}, _LIST_NOTE)


def _items(papers: Sequence[Paper], phrases: Sequence[Phrase]) -> Iterator[Json]:
    told: dict[int, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        for place in phrase.places:
            told[place].append(phrase)
    # an order that has nothing to do with that of the listing, so that few questions are about all of it
    order = sorted(told, key=lambda place: blake2b(papers[place].id.encode()).digest())
    used: set[int] = set()
    for combine in (_threes, _pairs, _with_own):
        for place in order:
            found = () if place in used else _together(combine(told[place]))
            if found:
                used.add(place)
                question = f"Which paper speaks of {_joined([phrase.words for phrase in found])}?"
                yield _line(f"DF{len(used):03}", "fact", question, [papers[place]], {"must_contain": []}, _ITEM_NOTE)


def _threes(phrases: Sequence[Phrase]) -> Iterable[tuple[Phrase, ...]]:
    return combinations(_shared(phrases), 3)


def _pairs(phrases: Sequence[Phrase]) -> Iterable[tuple[Phrase, ...]]:
    return combinations(_shared(phrases), 2)


def _with_own(phrases: Sequence[Phrase]) -> Iterable[tuple[Phrase, ...]]:
    """With one of this paper alone, which says it more than once: a term, and no mere piece of a title."""
    own = [phrase for phrase in phrases if len(phrase.places) == 1 and phrase.said > 1]
    return product(_shared(phrases), own[:_CLOSEST])


def _shared(phrases: Sequence[Phrase]) -> list[Phrase]:
    """What other papers say too: what one title alone says is found by anyone."""
    return [phrase for phrase in phrases if len(phrase.places) > 1][:_CLOSEST]


def _together(tried: Iterable[tuple[Phrase, ...]]) -> tuple[Phrase, ...]:
    """The first that share no word and stand in one paper only all together; nothing where there are none such."""
    for chosen in tried:
        words = [word for phrase in chosen for word in phrase.key]
        if len(set(words)) == len(words) and len(frozenset.intersection(*(p.places for p in chosen))) == 1:
            return chosen
    return ()


def _line(id: str, kind: str, question: str, relevant: Sequence[Paper], more: Json, note: str) -> Json:
    names = [paper.title or paper.id for paper in relevant]
    return {"id": id, "kind": kind, "question": question, "relevant": names, **more, "draft": True, "note": note}


def _overlap(one: Phrase, other: Phrase) -> bool:
    return len(one.places & other.places) >= _OVERLAP * len(one.places | other.places)


def _joined(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}"
