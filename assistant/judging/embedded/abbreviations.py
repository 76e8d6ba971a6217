"""What an abbreviation stands for, as an abstract spells it out: "novel class discovery (NCD)", "NCD (novel ...)".

Why: docs/decisions/0072-abbreviations-are-looked-up.md
"""

import re
from collections.abc import Iterator, Sequence

from assistant.judging.embedded.candidates import Candidate
from assistant.types import Quote, Verdict
from assistant.understanding.literal.wording import asks_for_meaning

_WORD = re.compile(r"[^\W\d_]{2,10}")
_WORDS = 3  # words more than letters that the long form may have, as Schwartz and Hearst have it at most twice as many
_TOLD = 2  # papers that are quoted


def spelt_out(question: str, candidates: Sequence[Candidate]) -> list[Verdict]:
    """The papers that say what the abbreviation stands for which is asked about; none where something else is asked."""
    if not asks_for_meaning(question):
        return []
    words = (word.lower() for word in _WORD.findall(question))
    return next((found for word in words if (found := _spelling_out(word, candidates))), [])


def _spelling_out(short: str, candidates: Sequence[Candidate]) -> list[Verdict]:
    """The first papers that spell it out, each with the sentence; a further one only where it says something else."""
    told: dict[str, Verdict] = {}
    for candidate in candidates:
        paper = candidate.reading.paper
        for start, end in candidate.reading.spans:
            long = long_form(short, paper.abstract[start:end])
            if long and _key(long) not in told:
                quote = Quote(paper, start, end)
                told[_key(long)] = Verdict(paper, 3, 1.0, (quote,), f"spells out {short.upper()}")
                break
    return list(told.values())[:_TOLD]


def long_form(short: str, sentence: str) -> str:
    """What `short`, in small letters, stands for; "" where it is not spelt out (Schwartz and Hearst, PSB 2003)."""
    for before, inside in _brackets(sentence):
        if inside.lower().removesuffix("s") == short.removesuffix("s"):
            words = before.split()[-len(short) - _WORDS :]
            if found := _matching(short, " ".join(words)):
                return found
        elif re.search(rf"(?<![\w-]){short.removesuffix('s')}s?$", before, re.I) and _begins(short, inside):
            return inside
    return ""


def _brackets(sentence: str) -> Iterator[tuple[str, str]]:
    """What stands before and in each pair of brackets."""
    for found in re.finditer(r"[(\[]([^()\[\]]+)[)\]]", sentence):
        yield sentence[: found.start()].rstrip(), re.split(r"[;,]", found[1])[0].strip()


def _matching(short: str, text: str) -> str:
    """The shortest end of the text that has the letters in their order, the first at the beginning of a word."""
    at = len(text)
    for place, letter in reversed([*enumerate(short.removesuffix("s"))]):
        at = text.lower().rfind(letter, 0, at)
        while place == 0 and at > 0 and text[at - 1].isalnum():
            at = text.lower().rfind(letter, 0, at)
        if at < 0:
            return ""
    return text[at:]


def _begins(short: str, text: str) -> bool:
    """Whether the text's words hold the letters, from the first word on."""
    return len(text.split()) > 1 and _matching(short, text) == text


def _key(long: str) -> str:
    return re.sub(r"[^a-z]+", " ", long.lower()).strip().removesuffix("s")
