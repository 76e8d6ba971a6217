"""Where the sentences of an abstract begin and end. Knows no question."""

import re

import sentencex

# What the segmenter cuts off although it says nothing alone: a rest in lower case or of closing marks, a
# label ("Results.", "TL;DR."), an enumeration's number.
_REST = re.compile(r"\s*(?:[a-z)\]}⟧,;:]|\d+[.)]\s*$)")
_LABEL = re.compile(r"\W*[\w;&/-]+\W*$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences, in order, disjoint, without white space at their ends."""
    spans: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries("en", text):
        start, end = _trim(text, int(boundary["start_index"]), int(boundary["end_index"]))
        if start == end:
            continue
        if spans and (_REST.match(text, start, end) or _LABEL.match(text[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (
        len(piece) - len(piece.rstrip())
    ) if piece.strip() else start
