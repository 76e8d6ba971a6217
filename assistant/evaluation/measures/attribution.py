"""Citation recall and precision as in ALCE (Gao et al., 2023, arXiv 2305.14627). Pure; whether a text supports a
statement is for the caller to say, by a model or by hand.
"""

from collections.abc import Callable, Sequence, Set

from assistant.evaluation.measures.metrics import mean

Cited = Sequence[Sequence[str]]  # for each statement the ids it cites
Supports = Callable[[int, Set[str]], bool]  # (which statement, which ids): do these sources together support it


def citation_recall(cited: Cited, known: Set[str], supports: Supports) -> float:
    """The share of statements that what they cite supports (section 4.2.1, as in its program).

    A statement without a citation, or with one id that is not in `known`, counts 0: what it rests on cannot be
    read. `supports` is asked about known ids only. Raises `ValueError` for no statement.
    """
    return mean([float(_recalled(place, ids, known, supports)) for place, ids in enumerate(cited)])


def citation_precision(cited: Cited, known: Set[str], supports: Supports) -> float:
    """The share of citations that are right: the statement is supported, and this citation has a part in it.

    It has none where it alone does not support the statement and the others do without it. Other than in ALCE,
    whose program passes over statements with an invalid id, all their citations count, as wrong; an id that a
    statement cites twice counts once. Raises `ValueError` where nothing is cited.
    """
    rights = [
        float(_recalled(place, ids, known, supports) and _needed(place, id, ids, supports))
        for place, ids in enumerate(cited)
        for id in dict.fromkeys(ids)
    ]
    return mean(rights)


def _recalled(place: int, ids: Sequence[str], known: Set[str], supports: Supports) -> bool:
    return bool(ids) and set(ids) <= known and supports(place, frozenset(ids))


def _needed(place: int, id: str, ids: Sequence[str], supports: Supports) -> bool:
    others = frozenset(ids) - {id}
    return not others or supports(place, frozenset({id})) or not supports(place, others)
