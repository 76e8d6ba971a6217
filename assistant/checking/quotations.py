"""Quotation marks in a model's sentence: what they hold stands in a cited abstract, or they go.

An address is always a quotation, and so is a name that says nothing beside itself.
"""

import re
from collections.abc import Sequence

from assistant.checking.names import names_in, plain_words
from assistant.checking.quote_search import find_quote
from assistant.text.answer_text import shown
from assistant.text.marks import ADDRESS
from assistant.types import Paper

_QUOTATION = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]")
_MARK = re.compile(r"\[\d+\]")
_SETTLED = re.compile(r"(“[^“”]*”)")
_FEWEST = 4  # words: what is shorter names something and claims no wording


def settle_quotations(sentence: str, papers: Sequence[Paper], *, known: str) -> tuple[str, tuple[str, ...]]:
    """The sentence, each quotation in the very words of one of `papers`, and those that stand in none.

    These lose their quotation marks. What is no quotation but a title or a phrase of the question stands in `known`.
    """
    invented: list[str] = []

    def settled(found: re.Match[str]) -> str:
        words = found[1].strip()
        if len(words.split()) < _FEWEST or plain_words(words) in plain_words(known):
            return found[0]
        quote = next((quote for paper in papers if (quote := find_quote(paper, words))), None)
        if quote:
            return f"“{shown(quote.text)}”"
        invented.append(words)
        return words

    text = _QUOTATION.sub(settled, _named(sentence, papers))
    parts = _SETTLED.split(text)
    parts[::2] = [ADDRESS.sub(lambda found: _quoted(found[0], papers), part) for part in parts[::2]]
    return "".join(parts), tuple(invented)


def _named(sentence: str, papers: Sequence[Paper]) -> str:
    """A sentence that is nothing but names, in quotation marks: whoever reads it sees that the paper says so."""
    words = _MARK.sub("", sentence).strip(" .,;:!?*•-")
    names = {name.text for name in names_in(words) if not name.plain}
    stands = bool(words) and any(words in shown(paper.abstract) for paper in papers)
    alone = stands and all(word.strip(".,;:!?") in names for word in words.split())
    return sentence.replace(words, f"“{words}”", 1) if alone else sentence


def _quoted(address: str, papers: Sequence[Paper]) -> str:
    bare = _bare(address)
    stands = any(bare == _bare(own) for paper in papers for own in ADDRESS.findall(shown(paper.abstract)))
    return f"“{bare}”{address[len(bare) :]}" if stands else "(link removed)"


def _bare(address: str) -> str:
    return address.rstrip(".,;:!?'")
