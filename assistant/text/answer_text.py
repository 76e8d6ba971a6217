"""How quotes and titles are shown inside an answer's text, and how its marks get their final numbers."""

import re
from collections.abc import Mapping

from assistant.text.invisible_characters import without_unseen
from assistant.text.marks import ADDRESS
from assistant.types import Citation, Completeness, Quote, Usage, Verdict

_BRACKETS = re.compile(r"\[(\s*\d[^\[\]]*)\]")
_MARK = re.compile(r" ?\[(\d+)\]")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_NUMBERS_ONLY = re.compile(r"P\(relevant\) [\d.]+")  # the embedded judge's reason: told by the relevance already
_LINK = re.compile(r"(?<=\])(?=\()|(?<=!)(?=\[)")


def shown(text: str) -> str:
    """One line, with the text's own [34] as ⟦34⟧, so that it cannot be taken for a mark of ours.

    What Markdown, HTML or a terminal would carry out is broken: "](" and "![" by a space, "<" before a letter as "‹".
    """
    line = _BRACKETS.sub(r"⟦\1⟧", " ".join(without_unseen(text).split()))
    return _TAG.sub("‹", _LINK.sub(" ", line))


def shown_title(title: str) -> str:
    """A title in an answer's text: as `shown`, without addresses, which stand in quotes and with the paper only."""
    return ADDRESS.sub("(link removed)", shown(title))


def reason_of(verdict: Verdict) -> str:
    """The judge's reason, where it gave one in words."""
    return "" if _NUMBERS_ONLY.fullmatch(verdict.reason) else shown(verdict.reason)


def completeness_line(told: Completeness) -> str:
    """How complete a list is, in words."""
    if told.level == 1:
        return f"{told.found:,} of {told.corpus:,} papers: counted, not estimated."
    papers = f"{told.found:,} paper{'s' * (told.found != 1)}"
    low, high = round(told.low), round(told.high)
    likely = f"{low:,} to {high:,}" if low < high else f"{high:,}"
    return (
        f"{papers}; about {round(told.estimate):,} expected ({likely} likely); {told.judged:,} of {told.corpus:,} read."
    )


def estimate_line(total: int, tokens: int) -> str:
    """What a configured model's judging may take, told before it begins."""
    return f"at most {total:,} papers, about {tokens:,} tokens"


def usage_line(usage: Usage) -> str:
    """What a configured model's answer took."""
    cost = "" if usage.cost_usd is None else f", ${usage.cost_usd:.4f}"
    calls = f"{usage.calls:,} call{'s' * (usage.calls != 1)}"
    return f"{calls}, {usage.prompt_tokens + usage.completion_tokens:,} tokens{cost}"


class Numbering:
    """Gives the writer's marks their final numbers, 1..n by first use, piece by piece."""

    def __init__(self, quotes: Mapping[int, Quote]) -> None:
        self._quotes = quotes
        self._numbers: dict[int, int] = {}
        self.citations: list[Citation] = []

    def apply(self, piece: str) -> tuple[str, tuple[Citation, ...]]:
        """The piece with final marks, and the citations it uses for the first time. Unknown marks go."""
        before = len(self.citations)
        while (without := _MARK.sub(self._known, piece)) != piece:  # what is left of "[0[9]]" is a mark again
            piece = without
        text = _MARK.sub(self._final, piece)
        return text, tuple(self.citations[before:])

    def _known(self, mark: re.Match[str]) -> str:
        return mark[0] if int(mark[1]) in self._quotes else ""

    def _final(self, mark: re.Match[str]) -> str:
        own = int(mark[1])
        if own not in self._numbers:
            self._numbers[own] = len(self._numbers) + 1
            self.citations.append(Citation(self._numbers[own], self._quotes[own]))
        lead = " " if mark[0].startswith(" ") else ""
        return f"{lead}[{self._numbers[own]}]"
