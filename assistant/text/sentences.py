"""Where the sentences of an abstract begin and end.

Why: docs/decisions/0014-sentences-by-sentencex.md
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

# What the segmenter cuts off although it says nothing alone: a rest in lower case or of closing marks, a
# label ("Results.", "TL;DR."), an enumeration's number.
_REST = re.compile(r"\s*(?:[a-z)\]}⟧,;:]|\d+[.)]\s*$)")
_LABEL = re.compile(r"\W*[\w;&/-]+\W*$")


# A sentence is rarely longer; the segmenter leaves a whole abstract in one piece after an odd bracket.
_LONG = 400  # characters
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences, in order, disjoint, without white space at their ends."""
    spans: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        if spans and (_REST.match(text, start, end) or _LABEL.match(text[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for boundary in sentencex.get_sentence_boundaries("en", text):
        start, end = int(boundary["start_index"]), int(boundary["end_index"])
        cuts = [m.start() for m in _END.finditer(text, start, end)] if end - start > _LONG else []
        for left, right in pairwise([start, *cuts, end]):
            piece = text[left:right]
            if piece.strip():
                yield left + len(piece) - len(piece.lstrip()), right - len(piece) + len(piece.rstrip())
