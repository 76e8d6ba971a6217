"""Which sentences of an abstract become quotes. A quote is one sentence, two where one makes no sense alone."""

import re

from assistant.judging.embedded.features import Reading
from assistant.retrieval.query_terms import Query
from assistant.types import Quote

# A sentence whose subject stands in the sentence before it.
_LEANING = re.compile(
    r"(?:It|They|This|These|Those|Such) (?:is|are|was|were|can|could|has|have|does|do|also|allows?|makes?|means?|"
    r"leads?|enables?|results?|yields?|shows?|achieves?|gives?)\b|The (?:former|latter)\b"
)
_LONGEST = 600  # characters of a quote that is widened to two sentences


def quote_at(reading: Reading, place: int) -> Quote:
    """The sentence at `place`, with the one before it where it cannot be understood alone."""
    start, end = reading.spans[place]
    before = reading.spans[place - 1][0] if place else start
    widened = _LEANING.match(reading.paper.abstract, start) and end - before <= _LONGEST
    return Quote(reading.paper, before if widened else start, end)


def telling_quote(query: Query, reading: Reading) -> tuple[Quote, ...]:
    """The one sentence that shows best that the paper is about the question; none where the abstract is empty."""
    told = [query.share(terms) + query.share_of_pairs(terms) for terms in reading.sentences]
    return (quote_at(reading, told.index(max(told))),) if told else ()
