"""What tells whether an abstract states what is asked, and not only speaks of the same thing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.judging.embedded.answer_sentences import Sentence
from assistant.retrieval.query_terms import Query

_BEFORE, _AFTER = 3, 6  # terms around a number
# Stems.
_NUMBERS = frozenset(
    """two three four five six seven eight nine ten eleven twelv dozen twenti thirti hundr thousand million billion half
    twice""".split()
)


def stated_features(query: Query, sentences: Sequence[Sentence], *, number_asked: bool) -> NDArray[np.float32]:
    """Numbers on a question and the sentences of one abstract, at least one."""
    nearest, *others = sorted(sentences, key=lambda s: -s.cosine)
    terms = [s.candidate.reading.sentences[s.place] for s in (nearest, *others[:1])]
    asked = float(number_asked)
    numbered = [s.features["number"] for s in sentences]
    counted = max(_counted(query, s.candidate.reading.sentences[s.place]) for s in sentences)
    told = (
        *(nearest.cosine, others[0].cosine if others else 0.0, float(np.mean([s.cosine for s in sentences]))),
        *(query.share([t for some in terms for t in some]), query.share(nearest.candidate.reading.terms)),
        *(nearest.features["number"], max(numbered), asked, asked * max(numbered), asked * nearest.features["number"]),
        *(counted, asked * counted),
    )
    return np.concatenate([np.array(told, np.float32), nearest.meeting])


def _counted(query: Query, terms: Sequence[str]) -> float:
    """The share of the question's terms that stand around one number of a sentence, the highest of all its numbers:
    "how many dilemmas" is told by "345 high-impact dilemmas", not by "345" elsewhere.
    """
    places = [i for i, term in enumerate(terms) if term in _NUMBERS or any(c.isdigit() for c in term)]
    return max((query.share(terms[max(0, i - _BEFORE) : i + _AFTER]) for i in places), default=0.0)
