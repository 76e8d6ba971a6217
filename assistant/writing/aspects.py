"""What a sentence of an abstract is about: approach, data, results or code. By cue words."""

import re
from typing import Literal

Aspect = Literal["Approach", "Data", "Results", "Code"]
ASPECTS: tuple[Aspect, ...] = ("Approach", "Data", "Results", "Code")
_CODE = r"\b(?:github|open[- ]?sourced?|released?|publicly|code (?:is|are|and|will)|available (?:at|on))\b"
_RESULTS = (
    r"\b(?:outperform\w*|achiev\w+|improv\w+|surpass\w*|results?|accuracy|gains?|state-of-the-art|find that|show that"
    r"|reduc\w+|scor\w+|solv\w+)\b|\d\s?\\?%"
)
_DATA = r"\b(?:data ?sets?|benchmark|corpus|corpora|samples|questions|images|annotat\w+|collect\w*)\b"
# The first that fits: a sentence that releases code often names data, one with results often names a method.
_CUES: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    ("Code", re.compile(_CODE, re.IGNORECASE)),
    ("Results", re.compile(_RESULTS, re.IGNORECASE)),
    ("Data", re.compile(_DATA, re.IGNORECASE)),
)


def aspect_of(sentence: str) -> Aspect:
    """What none of the cues fits says what is done."""
    return next((aspect for aspect, cue in _CUES if cue.search(sentence)), "Approach")
