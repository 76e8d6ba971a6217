"""What an agent reads at once: an answer and a list within a number of tokens, and words that say what was left out."""

import json
from bisect import bisect_right
from collections.abc import Callable
from itertools import takewhile

from assistant.answer_json import Json
from assistant.text.marks import unknown_marks

_CHARACTERS = 4  # of JSON in English to a token, by estimate


def tokens(value: Json) -> int:
    """About how many tokens its JSON is."""
    return len(json.dumps(value, ensure_ascii=False)) // _CHARACTERS + 1


def shortened(answer: Json, most: int) -> Json:
    """The answer, or its first sources with the text and the papers up to them; then a note says so."""
    if tokens(answer) <= most:
        return answer
    return _first(answer, fitting(len(answer["citations"]), lambda count: _first(answer, count), most))


def fitting(total: int, first: Callable[[int], Json], most: int) -> int:
    """How many of all things can be given: the largest number whose JSON has at most so many tokens, or 0."""
    return max(0, bisect_right(range(total + 1), most, key=lambda count: tokens(first(count))) - 1)


def _first(answer: Json, count: int) -> Json:
    citations = answer["citations"][:count]
    kept = {citation["number"] for citation in citations}
    lines = takewhile(lambda line: not unknown_marks(line, kept), answer["text"].split("\n"))
    papers = [
        {**paper, "citations": shown} for paper in answer["papers"] if (shown := sorted(kept & set(paper["citations"])))
    ]
    told = f"Shortened: {count} of {len(answer['citations'])} sources. Ask a narrower question, or raise max_tokens."
    whole = {"text": "\n".join(lines).strip(), "citations": citations, "papers": papers, "near": []}
    return {**answer, **whole, "notes": [*answer["notes"], told]}
